namespace Goring.Chaos.Clients;

/// <summary>
/// The numbers of a client's resumable session: 1, 2, 3 ... over however many sockets. Not thread-safe: one reader.
/// </summary>
internal sealed class SessionOrder
{
    /// <summary>The token of the session, once there is one.</summary>
    public string? Token { get; private set; }

    public long LastSeq { get; private set; }

    /// <summary>What the next connection asks for.</summary>
    public string Query => Token is null
        ? ""
        : $"?resume={Token}&last_seq={LastSeq}";

    /// <summary>Takes what <c>session.ready</c> says.</summary>
    /// <returns>Whether an earlier session was given up by the server.</returns>
    public bool Begin(bool resumed, string token)
    {
        var lost = !resumed && Token is not null;
        if (!resumed)
        {
            LastSeq = 0;
        }

        Token = token;
        return lost;
    }

    /// <summary>Takes the number of an event.</summary>
    public Order Take(long seq)
    {
        if (seq <= LastSeq)
        {
            return Order.Doubled;
        }

        var order = seq == LastSeq + 1 ? Order.Next : Order.Gap;
        LastSeq = seq;
        return order;
    }
}

internal enum Order
{
    Next,

    /// <summary>A number at least was left out.</summary>
    Gap,

    /// <summary>That number, or a later one, has been there.</summary>
    Doubled,
}
