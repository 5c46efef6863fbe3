namespace Goring.Web.Edge;

/// <summary>
/// The connections that wait, in a queue for each address, and which queue is longest. Each step takes the same time
/// however many there are: a flood is when it is called most. For one thread at a time.
/// </summary>
internal sealed class AddressQueues
{
    private readonly Dictionary<string, LinkedListNode<Queue>> _byAddress = [];

    /// <summary>The queues by their length, each in the order in which they came to have it.</summary>
    private readonly List<LinkedList<Queue>> _byLength = [];

    private int _longest;

    /// <summary>Of the address with the most, the one that came first; of several such addresses, of the one that has been so longest.</summary>
    /// <exception cref="InvalidOperationException">None waits.</exception>
    public WaitingConnection FirstOfLongest => _longest > 0
        ? _byLength[_longest].First!.Value.Waiting.First!.Value
        : throw new InvalidOperationException("None waits.");

    public void Add(WaitingConnection guest)
    {
        if (!_byAddress.TryGetValue(guest.Address, out var place))
        {
            place = _byAddress[guest.Address] = new(new(guest.Address));
        }

        place.List?.Remove(place);
        place.Value.Waiting.AddLast(guest.PlaceOfAddress);
        Put(place);
        _longest = Math.Max(_longest, place.Value.Waiting.Count);
    }

    public void Remove(WaitingConnection guest)
    {
        var place = _byAddress[guest.Address];
        place.List!.Remove(place);
        place.Value.Waiting.Remove(guest.PlaceOfAddress);
        if (place.Value.Waiting.Count > 0)
        {
            Put(place);
        }
        else
        {
            _byAddress.Remove(guest.Address);
        }

        // It was of that length or shorter, and is one shorter now.
        if (_byLength[_longest].Count == 0)
        {
            _longest--;
        }
    }

    private void Put(LinkedListNode<Queue> place)
    {
        while (_byLength.Count <= place.Value.Waiting.Count)
        {
            _byLength.Add(new());
        }

        _byLength[place.Value.Waiting.Count].AddLast(place);
    }

    private sealed record Queue(string Address)
    {
        public LinkedList<WaitingConnection> Waiting { get; } = new();
    }
}
