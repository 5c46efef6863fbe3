using System.Text.Json.Serialization;
using FluentValidation;
using Goring.Domain.Calls;

namespace Goring.Application.Protocol;

/// <summary>A message about one session.</summary>
public abstract record SessionMessage : ClientMessage, IPlainMessage
{
    private string? _sessionId;

    /// <remarks>Not <c>init</c>: the serializer gathers those in an array, boxed, which costs more than the rest of it.</remarks>
    public string? SessionId { get => _sessionId; set => _sessionId = value; }

    public override string? SessionIdOrNull => SessionId;

    /// <summary>Whether <c>session_id</c> has no fault, as nearly every one.</summary>
    [JsonIgnore]
    protected bool NamesASession =>
        SessionId is { Length: > 0 and <= Domain.Calls.SessionId.MaxLength } id && char.IsAsciiLetterOrDigit(id[0]);

    /// <summary>The session, once the message has been validated.</summary>
    internal SessionId Session => new(SessionId!);

    PlainField IPlainMessage.ReadField(ref PlainReader reader) => ReadField(ref reader);

    /// <summary>As <see cref="IPlainMessage"/> says; a message with fields of its own reads those first.</summary>
    private protected virtual PlainField ReadField(ref PlainReader reader) =>
        reader.IsAt("session_id"u8) ? reader.Take(ref _sessionId, reader.Session) : PlainField.Unknown;
}

/// <summary>The rule that every <see cref="SessionMessage"/> shares.</summary>
internal abstract class SessionMessageValidator<TMessage> : AbstractValidator<TMessage>
    where TMessage : SessionMessage
{
    protected SessionMessageValidator() =>
        RuleFor(message => message.SessionId).RequiredText("session_id", Domain.Calls.SessionId.MaxLength);
}
