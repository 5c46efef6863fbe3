using Goring.Domain.Devices;

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

    /// <inheritdoc cref="ToTag(PushAbandonment)"/>
    internal static string ToTag(PushAnswer answer) => answer switch
    {
        PushAnswer.Delivered => "delivered",
        PushAnswer.DeadToken => "dead_token",
        PushAnswer.Refused => "refused",
        PushAnswer.NotNow => "not_now",
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No spelling."),
    };

    /// <inheritdoc cref="ToTag(PushAbandonment)"/>
    internal static string ToTag(PushTask task) => task == PushTask.Cancel ? "call_cancelled" : "incoming_call";

    /// <summary>The service that reaches such phones.</summary>
    internal static string ServiceOf(DeviceOs os) => os == DeviceOs.Android ? "fcm" : "apns";
}
