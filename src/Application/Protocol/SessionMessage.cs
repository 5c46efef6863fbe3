using FluentValidation;
using Goring.Domain.Calls;

namespace Goring.Application.Protocol;

/// <summary>A message about one session.</summary>
public abstract record SessionMessage : ClientMessage
{
    public string? SessionId { get; init; }

    public override string? SessionIdOrNull => SessionId;

    /// <summary>The session, once the message has been validated.</summary>
    internal SessionId Session => new(SessionId!);
}

/// <summary>The rule that every <see cref="SessionMessage"/> shares.</summary>
internal abstract class SessionMessageValidator<TMessage> : AbstractValidator<TMessage>
    where TMessage : SessionMessage
{
    protected SessionMessageValidator() =>
        RuleFor(message => message.SessionId).RequiredText("session_id", Domain.Calls.SessionId.MaxLength);
}
