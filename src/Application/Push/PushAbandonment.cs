namespace Goring.Application.Push;

/// <summary>Why a push was given up. A closed set: it is a tag of a metric.</summary>
public enum PushAbandonment
{
    /// <summary>The next attempt would have begun past the end of the ring.</summary>
    Deadline,

    /// <summary>The call was answered or over before another attempt.</summary>
    CallOver,

    /// <summary>The call was over before the first attempt was begun.</summary>
    NeverBegun,

    /// <summary>The service says that the token is dead.</summary>
    DeadToken,

    /// <summary>The service refused it for a reason that no retry mends.</summary>
    Refused,

    /// <summary>This instance has no such service, though another had it when the call was made.</summary>
    NotConfigured,
}
