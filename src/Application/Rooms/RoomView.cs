using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>
/// What one client has been told of the others in its room. News may come twice, late, or not at all; what the client
/// is told is the difference to what it knows, and of any two members the earlier one alone is told of the later.
/// Not thread-safe.
/// </summary>
/// <param name="present">Who is there already; the client is told of none of them.</param>
public sealed class RoomView(RoomSeat seat, IEnumerable<RoomMember> present)
{
    /// <summary>
    /// How long a member must not have been in the store's room before the client is told that it left: after an
    /// outage its own instance needs time to put it back.
    /// </summary>
    public static readonly TimeSpan MissingIsGone = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ClientId, long> _peers =
        present.ToDictionary(member => member.Client, member => member.Number);

    private readonly HashSet<(ClientId Client, long Number)> _gone = [];
    private Dictionary<ClientId, DateTimeOffset> _missing = [];

    public RoomSeat Seat { get; } = seat;

    /// <summary>How many are in the room, the client included.</summary>
    public int Count => _peers.Count + 1;

    /// <summary>The highest number of all in the room.</summary>
    public long Highest => _peers.Values.Append(Seat.Number).Max();

    /// <summary>Everybody else, as events that end their stay.</summary>
    public IEnumerable<RoomEvent> Farewells() =>
        _peers.Select(peer => new RoomEvent.Left(peer.Key, peer.Value)).ToArray();

    /// <summary>Takes news.</summary>
    /// <returns>What the client is to be told, in order.</returns>
    public IEnumerable<RoomEvent> Note(RoomEvent news) => news switch
    {
        RoomEvent.Joined joined => NoteJoined(joined),
        RoomEvent.Left left => NoteLeft(left),
        _ => [news],
    };

    /// <summary>
    /// Takes what the store says of the room. A member that it does not have is gone at the second look: it may be on
    /// its way back.
    /// </summary>
    /// <param name="members">Everybody in the room; the client itself is passed over.</param>
    /// <returns>What the client is to be told, in order.</returns>
    public IReadOnlyList<RoomEvent> Reconcile(
        ClientId self, IReadOnlyList<RoomMember> members, DateTimeOffset now)
    {
        List<RoomEvent> told = [];
        foreach (var member in members.Where(member => member.Client != self))
        {
            told.AddRange(NoteJoined(new(member)));
        }

        Dictionary<ClientId, DateTimeOffset> missing = [];
        var there = members.Select(member => member.Client).ToHashSet();
        foreach (var (client, number) in _peers.Where(peer => !there.Contains(peer.Key)).ToArray())
        {
            var since = _missing.GetValueOrDefault(client, now);
            if (now - since < MissingIsGone)
            {
                missing[client] = since;
            }
            else
            {
                told.AddRange(NoteLeft(new(client, number)));
            }
        }

        // What is out of date by now will not come any more.
        _gone.Clear();
        _missing = missing;
        return told;
    }

    private List<RoomEvent> NoteJoined(RoomEvent.Joined joined)
    {
        var (client, number, _) = joined.Member;
        if (_gone.Contains((client, number)) || (_peers.TryGetValue(client, out var known) && known >= number))
        {
            return [];
        }

        List<RoomEvent> told = [];
        if (_peers.TryGetValue(client, out var earlier))
        {
            // That it left in between has not been heard, or will be heard too late.
            told.AddRange(NoteLeft(new(client, earlier)));
        }

        _peers[client] = number;
        if (new RoomMember(default, Seat.Number).IsToldOf(number))
        {
            told.Add(joined);
        }

        return told;
    }

    private IEnumerable<RoomEvent> NoteLeft(RoomEvent.Left left)
    {
        _gone.Add((left.Client, left.Number));
        if (!_peers.TryGetValue(left.Client, out var number) || number > left.Number)
        {
            return [];
        }

        _peers.Remove(left.Client);
        return [left];
    }
}
