using Goring.Domain.Calls;
using Goring.Domain.Devices;

namespace Goring.Application.Protocol;

/// <summary>The words of a call's closed sets, the same on the wire and in the store (docs/protocol.md, parts 2 and 6).</summary>
public static class CallNames
{
    public static string ToWire(CallState state) => state switch
    {
        CallState.Ringing => "ringing",
        CallState.Accepted => "accepted",
        CallState.Rejected => "rejected",
        CallState.Ended => "ended",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No wire spelling."),
    };

    public static string ToWire(EndReason reason) => reason switch
    {
        EndReason.EndedByUser => "ended_by_user",
        EndReason.PeerDisconnected => "peer_disconnected",
        EndReason.NoAnswer => "no_answer",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No wire spelling."),
    };

    public static string ToWire(DeviceOs os) => os switch
    {
        DeviceOs.Android => "android",
        DeviceOs.Ios => "ios",
        _ => throw new ArgumentOutOfRangeException(nameof(os), os, "No wire spelling."),
    };

    /// <summary>The state a word stands for, or null for a word of nobody's.</summary>
    public static CallState? ParseState(string? word) => word switch
    {
        "ringing" => CallState.Ringing,
        "accepted" => CallState.Accepted,
        "rejected" => CallState.Rejected,
        "ended" => CallState.Ended,
        _ => null,
    };

    /// <summary>The system a word stands for, or null for a word of nobody's.</summary>
    public static DeviceOs? ParseOs(string? word) => word switch
    {
        "android" => DeviceOs.Android,
        "ios" => DeviceOs.Ios,
        _ => null,
    };
}
