namespace Goring.Application.Push;

/// <summary>The words of closed sets around pushes, on the wire and in metrics.</summary>
public static class PushNames
{
    /// <summary>The field <c>type</c> of a push (docs/protocol.md, part 5).</summary>
    public static string ToWire(PushKind kind) => kind switch
    {
        PushKind.IncomingCall => "incoming_call",
        PushKind.CallCancelled => "call_cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No wire spelling."),
    };

    /// <summary>A tag of a metric.</summary>
    public static string ToTag(PushAbandonment reason) => reason switch
    {
        PushAbandonment.Deadline => "deadline",
        PushAbandonment.CallOver => "call_over",
        PushAbandonment.NeverBegun => "never_begun",
        PushAbandonment.DeadToken => "dead_token",
        PushAbandonment.Refused => "refused",
        PushAbandonment.NotConfigured => "not_configured",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No spelling."),
    };
}
