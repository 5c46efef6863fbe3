using System.Net;

namespace Goring.Infrastructure.Push;

/// <summary>
/// Our own words for what became of an attempt, beside those of the services. All of them are metric tags and stand in
/// logs, so they come from a closed set: a word that the network sent is shown only where it is a known one.
/// </summary>
internal static class PushReasons
{
    public const string NameNotResolved = nameof(NameNotResolved);
    public const string NotConnected = nameof(NotConnected);
    public const string ConnectTimedOut = nameof(ConnectTimedOut);

    /// <summary>The service's certificate is not trusted, or TLS found no common ground.</summary>
    public const string TlsFailed = nameof(TlsFailed);

    /// <summary>The connection was closed before HTTP/2 began: what a refused client certificate looks like in TLS 1.3.</summary>
    public const string HandshakeRefused = nameof(HandshakeRefused);

    public const string ConnectionLost = nameof(ConnectionLost);
    public const string TimedOut = nameof(TimedOut);

    /// <summary>The ring was over before the push could go out.</summary>
    public const string RingOver = nameof(RingOver);

    /// <summary>Even without metadata, picture and names the message is larger than the service takes.</summary>
    public const string PayloadTooLarge = nameof(PayloadTooLarge);

    /// <summary>For an answer without a known word in it.</summary>
    public static string Of(HttpStatusCode status) =>
        (int)status is >= 100 and < 600 ? $"Status{(int)status}" : "StatusUnknown";
}
