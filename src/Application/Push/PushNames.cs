namespace Goring.Application.Push;

/// <summary>The words of closed sets around pushes, as metrics have them.</summary>
public static class PushNames
{
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
