using System.Text.Json.Serialization;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using MediatR;

namespace Goring.Application.Protocol;

/// <summary>
/// One message from a client, bound from the <c>payload</c> of its frame and sent through MediatR. A new one is a
/// slice of its own plus one row in <see cref="ClientMessageTable"/>.
/// </summary>
public abstract record ClientMessage : IRequest<Reply>
{
    /// <summary>Who sent it, from their token: never read from a payload.</summary>
    [JsonIgnore]
    public Sender Sender { get; set; } = Sender.Nobody;

    /// <summary>The client's name for its message, which the answer repeats (docs/protocol.md, part 3); null for none.</summary>
    [JsonIgnore]
    public string? Id { get; set; }

    /// <summary>The session it speaks of, as it was sent and before it was validated; null where it names none.</summary>
    [JsonIgnore]
    public virtual string? SessionIdOrNull => null;

    /// <summary>
    /// The session that it is about, for the trace it belongs to; null for none. One that it begins has its id from the
    /// first look on.
    /// </summary>
    internal virtual SessionId? SessionAt(DateTimeOffset now) => SessionIdOrNull is { } id ? new SessionId(id) : null;

    /// <summary>
    /// Whether the answer tells a state that others change: then nothing they cause may reach the sender before it.
    /// </summary>
    [JsonIgnore]
    public virtual bool AnswersWithState => false;

    /// <summary>
    /// Whether the sender's next message may be begun before this one is done: nothing that it changes, or is answered,
    /// matters to what follows. Messages that may overlap are still done in their order. What its handler needs of the
    /// frame (<see cref="IRelayed.Payload"/>) it takes before it first waits.
    /// </summary>
    [JsonIgnore]
    public virtual bool MayOverlap => false;

    /// <summary>
    /// Whether a glance shows that the message has no fault. Where it does not, the validator decides and says what is
    /// wrong; a message is never sound that its validator would refuse, which is tested.
    /// </summary>
    [JsonIgnore]
    public virtual bool IsPlainlySound => false;

    /// <summary>Whether the sender is in no call any more once it is done.</summary>
    [JsonIgnore]
    public virtual bool LeavesCall => false;

    /// <summary>The frame that it stands in is another's from now on: nothing can be read of it any more.</summary>
    public void ForgetFrame()
    {
        if (this is IRelayed relayed)
        {
            relayed.Payload = default;
        }
    }
}
