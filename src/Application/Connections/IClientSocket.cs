using Goring.Application.Protocol;
using Goring.Domain.Users;

namespace Goring.Application.Connections;

/// <summary>
/// A client's socket as the application sees it, whichever protocol it speaks. Every member may be called from any
/// thread; none blocks.
/// </summary>
public interface IClientSocket
{
    ConnectionId Id { get; }

    /// <summary>Who is at the other end; a client without a token is a user of its own, named as its connection.</summary>
    User User { get; }

    /// <summary>Whether the client chose the subprotocol <c>goring.v1</c>.</summary>
    bool SpeaksV1 { get; }

    /// <summary>What it may send, and how it is told of errors.</summary>
    ClientProtocol Protocol { get; }

    /// <summary>Stands in each of its messages.</summary>
    Sender Sender { get; }

    /// <summary>How many frames wait to be sent.</summary>
    int Waiting => 0;

    /// <summary>Whether it takes no more frames.</summary>
    bool IsClosing { get; }

    /// <summary>
    /// Queues what somebody else caused. Frames of one caller go out in the order queued; numbered ones in the order
    /// of their numbers, each once.
    /// </summary>
    /// <returns>False where the connection is closing, or closes now because its queue is full: the frame is dropped.</returns>
    bool TrySend(ServerEvent @event);

    /// <summary>
    /// Keeps back what others send until <see cref="Answer"/>: an answer that tells a state must not be overtaken by
    /// news of a later one (<c>call.accepted</c> before the <c>call.ringing</c> it belongs to).
    /// </summary>
    void HoldEvents();

    /// <summary>Queues the answer to the client's own message, if it is not empty, and behind it what was kept back.</summary>
    void Answer(ReadOnlyMemory<byte> frame);

    /// <summary>Closes the socket after what is queued, or at once where it is too slow. The first reason counts.</summary>
    void Close(CloseReason reason);

    /// <summary>It may stay until then: a token was accepted. Null: it may stay for ever.</summary>
    void StayUntil(DateTimeOffset? expires);
}
