using Goring.Domain.Devices;

namespace Goring.Application.Push;

/// <summary>What became of one attempt to push. A closed set.</summary>
public abstract record PushAnswer
{
    private PushAnswer()
    {
    }

    /// <summary>The service took it. Whether the phone gets it nobody tells.</summary>
    /// <param name="FoundIn">Where the token is known, if that was found out by asking; otherwise null.</param>
    public sealed record Delivered(ApnsEnvironment? FoundIn = null) : PushAnswer;

    /// <summary>The service says, beyond doubt, that the token reaches no phone any more.</summary>
    /// <param name="Reason">The service's own word for it.</param>
    /// <param name="Since">When the token died: one registered later is another matter. Null where the service does not say.</param>
    public sealed record DeadToken(string Reason, DateTimeOffset? Since = null) : PushAnswer;

    /// <summary>Refused for a reason that no retry mends and that says nothing of the token: our fault, or the operator's.</summary>
    /// <param name="Reason">The service's own word for it, or ours.</param>
    public sealed record Refused(string Reason) : PushAnswer;

    /// <summary>Worth another try while it still rings: 429, 5xx, or a fault on the way.</summary>
    /// <param name="Reason">The service's own word for it, or ours.</param>
    /// <param name="RetryAfter">How long the service asks us to wait; null where it does not say.</param>
    /// <param name="MayHaveArrived">Whether the phone may ring though no answer said so.</param>
    public sealed record NotNow(string Reason, TimeSpan? RetryAfter = null, bool MayHaveArrived = false) : PushAnswer;
}
