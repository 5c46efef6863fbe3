using System.Diagnostics;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Checks;

/// <summary>What one of the two knows of a call. Not thread-safe: its pair's lock guards it.</summary>
internal sealed class CallSide(Client client)
{
    private readonly HashSet<string> _done = [];
    private readonly HashSet<string> _tried = [];

    public Client Client => client;

    /// <summary>When the server said that this side had ended it, as a timestamp; 0: never.</summary>
    public long EndedAt { get; private set; }

    /// <summary>When <see cref="Ending"/> came.</summary>
    public long EndingAt { get; private set; }

    /// <summary>What this side relayed, and what of it the other side got.</summary>
    public Relays Relays { get; } = new();

    public bool Rang { get; set; }

    /// <summary><c>call.accepted</c> came.</summary>
    public bool HeardAccepted { get; set; }

    /// <summary>The event that ended the call for this side: its type, or its reason.</summary>
    public string? Ending { get; private set; }

    /// <summary>The user who is said to have ended it.</summary>
    public string? EndedBy { get; private set; }

    /// <summary>The server says that there is no such call, or that the user is in none.</summary>
    public bool IsGone { get; set; }

    /// <summary>The client's session was not resumed: it may have missed anything.</summary>
    public bool MissedEvents { get; set; }

    public bool EndedItself => Has("call.end") || Has("call.reject");

    public bool KnowsItsOver => Ending is not null || EndedItself || IsGone;

    /// <summary>Whether the server has said that it did this.</summary>
    public bool Has(string command) => _done.Contains(command);

    /// <summary>Whether this side ever asked for it.</summary>
    public bool Tried(string command) => _tried.Contains(command);

    public void Try(string command) => _tried.Add(command);

    public void Done(string command)
    {
        _done.Add(command);
        EndedAt = EndedItself ? Stopwatch.GetTimestamp() : 0;
    }

    public void HearEnd(string how, string? by)
    {
        Ending = how;
        EndedBy = by;
        EndingAt = Stopwatch.GetTimestamp();
    }

    public override string ToString() =>
        $"{client.User}: rang {Rang}, accepted {HeardAccepted}, ending {Ending ?? "-"} by {EndedBy ?? "-"}, gone {IsGone},"
        + $" tried {string.Join('+', _tried)}, done {string.Join('+', _done)}";
}
