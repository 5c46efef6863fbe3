namespace Goring.PushSandbox;

/// <summary>A request for APNs or FCM, as it came in, with what it was answered.</summary>
/// <param name="DeviceToken">As received; empty where there was none.</param>
/// <param name="Headers">By name, whose case does not matter. Several values of one name are joined with a comma.</param>
/// <param name="Status">The answer's; 0 where none was given: the connection was cut, or the request left hanging.</param>
/// <param name="Reason">APNs' reason or FCM's error code; null where the push was accepted.</param>
/// <param name="At">When the request had been read, before any scripted delay.</param>
/// <param name="Connection">The connection's number, from 1, counted over all ports.</param>
/// <param name="IsDevelopment">Whether it came to the development environment of APNs.</param>
public sealed record ReceivedPush(
    PushService Service,
    string DeviceToken,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    int Status,
    string? Reason,
    DateTimeOffset At,
    int Connection,
    Version HttpVersion,
    bool IsDevelopment);
