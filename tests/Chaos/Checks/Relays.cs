using System.Diagnostics;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Checks;

/// <summary>
/// What one side of a call relayed to the other: each message bears its place, from 0. Not thread-safe: its pair's
/// lock guards it.
/// </summary>
internal sealed class Relays
{
    private readonly List<Sent> _sent = [];
    private int _lastArrived = -1;

    public IReadOnlyList<Sent> All => _sent;

    /// <summary>Those that the server took and the peer has not got.</summary>
    public IEnumerable<Sent> Missing => _sent.Where(sent => sent is { Fate: Fate.Done, Arrivals: 0 });

    /// <summary>Those that the server refused and the peer has got all the same.</summary>
    public IEnumerable<Sent> Smuggled => _sent.Where(sent => sent is { Fate: Fate.Refused, Arrivals: > 0 });

    public Sent Add(string type)
    {
        var sent = new Sent(_sent.Count, type);
        _sent.Add(sent);
        return sent;
    }

    /// <summary>Takes an arrival at the peer.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public (Wrong Kind, string What)? Arrive(int place, string type)
    {
        if (place < 0 || place >= _sent.Count || _sent[place].Type != type)
        {
            return (Wrong.Disagreement, $"{type} {place} was never sent");
        }

        var sent = _sent[place];
        sent.Arrivals++;
        sent.ArrivedAt = Stopwatch.GetTimestamp();
        if (sent.Arrivals > 1)
        {
            return (Wrong.Doubled, $"{type} {place} came {sent.Arrivals} times");
        }

        if (place < _lastArrived)
        {
            return (Wrong.Lost, $"{type} {place} came behind {_lastArrived}: out of order");
        }

        _lastArrived = place;
        return null;
    }

    internal sealed class Sent(int place, string type)
    {
        public int Place => place;

        public string Type => type;

        public Fate Fate { get; set; }

        /// <summary>Why it was refused, or left open.</summary>
        public string Code { get; set; } = "";

        public int Arrivals { get; set; }

        public long AnsweredAt { get; set; }

        public long ArrivedAt { get; set; }
    }
}
