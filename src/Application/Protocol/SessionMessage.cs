using System.Text.Json.Serialization;
using FluentValidation;
using Goring.Domain.Calls;

namespace Goring.Application.Protocol;

/// <summary>A message about one session.</summary>
public abstract record SessionMessage : ClientMessage
{
    /// <remarks>Not <c>init</c>: the serializer gathers those in an array, boxed, which costs more than the rest of it.</remarks>
    public string? SessionId { get; set; }

    public override string? SessionIdOrNull => SessionId;

    /// <summary>Whether <c>session_id</c> has no fault, as nearly every one.</summary>
    [JsonIgnore]
    protected bool NamesASession =>
        SessionId is { Length: > 0 and <= Domain.Calls.SessionId.MaxLength } id && char.IsAsciiLetterOrDigit(id[0]);

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
