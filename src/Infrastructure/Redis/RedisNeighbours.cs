using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Parties of a call who both have their sockets here, with nothing to be numbered and kept: what they send each other stays here, and
/// Redis is asked without it (docs/decisions/0082). Each connection remembers its own neighbour.
/// </summary>
internal sealed class RedisNeighbours(ConnectionRegistry registry)
{
    /// <summary>
    /// The other party of a user's call, where it was last seen here and the user may take that step, as far as is known: then what is
    /// sent to the other needs not go along.
    /// </summary>
    public Neighbour? Of(UserId sender, SessionId session, CallTransition row) =>
        registry.SeatOf(sender)?.Neighbour is { } neighbour && neighbour.Session == session && MayTake(row, neighbour) ? neighbour : null;

    /// <summary>The same of the callee of a call that begins.</summary>
    public Neighbour? Of(CallSession call) =>
        registry.SeatOf(call.Callee) is { Resume: null } seat ? new(call.Id, call.Callee, seat.Id, IsCaller: false) : null;

    /// <summary>Hands a step's frame to its receiver, which Redis says is here.</summary>
    /// <returns>
    /// False where another connection of theirs is here, or on its way: it may have the slot already, and the frame is for
    /// whichever has it.
    /// </returns>
    public bool TryDeliver(RedisStep step)
    {
        // A claim is known here before Redis hears of it.
        var receiver = step.Receiver!;
        if (registry.SettledSeatOf(receiver.User) is not { } seat || seat.Id != receiver.Connection)
        {
            return false;
        }

        // One that takes no more is closing; that it misses something is found when it has closed.
        if (seat.TrySend(new(step.Basic, 0)) && step.IsStart)
        {
            Note(step, receiver.User, receiver.Connection);
        }

        return true;
    }

    /// <summary>Both have their sockets here: what they send to each other from now on can stay here.</summary>
    public void Note(RedisStep step, UserId user, ConnectionId connection)
    {
        if (step.By is { } by && by != user
            && registry.SeatOf(by) is { } sender
            && registry.Find(connection) is IClientConnection { Resume: null } receiver)
        {
            Note(sender, new(step.Session, user, connection, IsCaller: false));
            if (sender.Resume is null)
            {
                Note(receiver, new(step.Session, by, sender.Id, step.IsStart));
            }
            else
            {
                receiver.Neighbour = null;
            }
        }
    }

    /// <summary>The one who takes the step has no neighbour, it has turned out.</summary>
    public void Forget(RedisStep step)
    {
        if (step is { Receiver: not null, By: { } by } && registry.SeatOf(by) is { } sender)
        {
            sender.Neighbour = null;
        }
    }

    private static void Note(IClientConnection party, Neighbour other)
    {
        // Who began a call never changes, once it is known.
        var isCaller = other.IsCaller || (party.Neighbour is { IsCaller: true } known && known.Session == other.Session);
        party.Neighbour = other.IsCaller == isCaller ? other : other with { IsCaller = isCaller };
    }

    private static bool MayTake(CallTransition row, Neighbour other) => !row.OnlyWhileAway
        && (row.To is not null || row == CallTransition.Relay)
        && (row.By == CallParty.Either || (row.By == CallParty.Callee && other.IsCaller));
}
