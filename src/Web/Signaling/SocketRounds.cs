namespace Goring.Web.Signaling;

/// <summary>Something that time has to do with, and which says itself when it is to be looked at next.</summary>
internal interface ITimed
{
    /// <summary>Does what time brings.</summary>
    /// <returns>How long it may be left alone.</returns>
    TimeSpan Look(DateTimeOffset now);
}

/// <summary>
/// All sockets, and when each is to be looked at. To look at one costs a microsecond, most of it for memory that an idle socket
/// leaves alone: a round walks over the times alone, and looks at those that are due.
/// </summary>
internal sealed class SocketRounds(SocketClock clock, TimeProvider time)
{
    /// <summary>Clocks are set: the time of day that a token ends at is compared anew at least so often.</summary>
    private static readonly TimeSpan MostLeftAlone = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private readonly List<(int Place, ITimed One)> _looking = [];
    private ITimed?[] _all = new ITimed?[64];
    private long[] _due = new long[64];
    private int _length;

    /// <summary>Is looked at in the next round.</summary>
    /// <returns>Its place, until it leaves.</returns>
    public int Enter(ITimed one)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var place))
            {
                place = _length++;
                if (place == _all.Length)
                {
                    Array.Resize(ref _all, 2 * place);
                    Array.Resize(ref _due, 2 * place);
                }
            }

            _all[place] = one;
            _due[place] = 0;
            return place;
        }
    }

    /// <summary>Has changed, and is looked at in the next round.</summary>
    public void Changed(int place)
    {
        lock (_gate)
        {
            _due[place] = 0;
        }
    }

    /// <summary>Is looked at no more, once a round that runs is over.</summary>
    public void Leave(int place)
    {
        lock (_gate)
        {
            _all[place] = null;
            _due[place] = long.MaxValue;
            _free.Push(place);
        }
    }

    /// <summary>One round, for one caller at a time.</summary>
    public void Run()
    {
        clock.Tick();
        FindDue();
        var now = time.GetUtcNow();
        foreach (var (place, one) in _looking)
        {
            // Not under the lock: it may end there, and leave.
            var alone = one.Look(now);
            var due = clock.After(alone < MostLeftAlone ? alone : MostLeftAlone);
            lock (_gate)
            {
                if (ReferenceEquals(_all[place], one) && _due[place] == long.MaxValue)
                {
                    _due[place] = due;
                }
            }
        }

        _looking.Clear();
    }

    private void FindDue()
    {
        lock (_gate)
        {
            for (var place = 0; place < _length; place++)
            {
                if (_due[place] <= clock.Now)
                {
                    // What changes while it is looked at is due once more.
                    _due[place] = long.MaxValue;
                    _looking.Add((place, _all[place]!));
                }
            }
        }
    }
}
