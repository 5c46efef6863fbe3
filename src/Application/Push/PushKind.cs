namespace Goring.Application.Push;

/// <summary>What a push tells a phone (docs/protocol.md, part 5).</summary>
public enum PushKind
{
    /// <summary>Somebody calls: ring.</summary>
    IncomingCall,

    /// <summary>The call that rang is over, unanswered: stop ringing.</summary>
    CallCancelled,
}
