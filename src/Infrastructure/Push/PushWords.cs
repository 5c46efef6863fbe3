using Goring.Application.Push;

namespace Goring.Infrastructure.Push;

/// <summary>The words of a push, the same for every service (docs/protocol.md, part 5).</summary>
internal static class PushWords
{
    /// <summary>What a push says of whom it knows nothing: the field is always there.</summary>
    public const string Unknown = "";

    public static string ToWire(PushKind kind) => kind switch
    {
        PushKind.IncomingCall => "incoming_call",
        PushKind.CallCancelled => "call_cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No wire spelling."),
    };
}
