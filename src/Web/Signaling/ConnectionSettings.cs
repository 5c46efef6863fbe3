using Goring.Web.Configuration;

namespace Goring.Web.Signaling;

/// <summary>The limits and times of a socket.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>The largest message taken, in bytes (docs/protocol.md, part 1).</summary>
    public const int MaxMessageBytes = 512 * 1024;

    /// <summary>How many frames may wait for a client that reads slowly.</summary>
    public const int MaxQueuedFrames = 1024;

    /// <summary>How many bytes may wait: two of the largest messages.</summary>
    public const int MaxQueuedBytes = 2 * MaxMessageBytes;

    /// <summary>How many wrong messages in a row a client may send before it is cut off; a tenth comes back a second.</summary>
    public const int Patience = 100;

    /// <summary>A ping goes out after so long without a frame from the client: below the 60 s at which proxies cut.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the client may take to answer it; with the interval, the 60 s of docs/protocol.md, part 1.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>
    /// From a message's first bytes to its last. Whoever takes longer keeps up to <see cref="MaxMessageBytes"/> of the
    /// server's memory with a byte now and then, which no ping finds out: a client that sends is alive.
    /// </summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a closed client gets to take the close frame before the socket is cut.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long before its token is over a client is warned, at most: long enough to get another.</summary>
    public TimeSpan TokenWarning { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often all sockets look at the time: a token that is over ends its socket within a second.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Messages a second and connection, in bursts of five times that; 0: no limit.</summary>
    public required int MessagesPerSecond { get; init; }

    /// <summary>Calls a minute and user; 0: no limit.</summary>
    public required int CallsPerMinute { get; init; }

    /// <summary>Over how long sockets are closed when the server stops.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Browser origins that may connect; none listed: any. A client without an origin is no browser.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>When the host stops waiting for a drain: once the last socket's <see cref="CloseTimeout"/> is over.</summary>
    public TimeSpan ShutdownTimeout => Drain + CloseTimeout + TimeSpan.FromSeconds(1);

    public static ConnectionSettings Read(SettingsReader reader) => new()
    {
        MessagesPerSecond = reader.Number("RATE_LIMIT_MESSAGES_PER_SECOND", 100, 0, 1_000_000),
        CallsPerMinute = reader.Number("RATE_LIMIT_CALLS_PER_MINUTE", 60, 0, 1_000_000),
        Drain = reader.Seconds("DRAIN_SECONDS", 10, 0, 3600),
        AllowedOrigins = reader.List("ALLOWED_ORIGINS"),
    };
}
