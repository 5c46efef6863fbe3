namespace Goring.Infrastructure.Redis;

/// <summary>Where Redis is, and who we are to it. Either an address or sentinels are given.</summary>
public sealed record RedisOptions
{
    /// <summary>Unique per instance: the value of this instance's slots.</summary>
    public required string ServerId { get; init; }

    /// <summary>How long a call waits for a party whose socket was lost.</summary>
    public required TimeSpan ReconnectGrace { get; init; }

    /// <summary>
    /// <c>host:port</c> of each server: one shard and its replicas, not a cluster (docs/decisions/0002). Empty with
    /// <see cref="Sentinels"/>.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary><c>host:port</c> of each sentinel, which name the master.</summary>
    public IReadOnlyList<string> Sentinels { get; init; } = [];

    /// <summary>What the sentinels call the master.</summary>
    public string MasterName { get; init; } = "";

    /// <summary>Empty where Redis asks for none.</summary>
    public string Password { get; init; } = "";

    /// <summary>Whether to speak TLS to it.</summary>
    public bool Tls { get; init; }
}
