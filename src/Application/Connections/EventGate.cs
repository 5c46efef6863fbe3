namespace Goring.Application.Connections;

/// <summary>
/// Brings the events of one connection into their order. Until it is opened it keeps everything, since what was
/// missed goes out first. Of a numbered session it lets each number through once: a repeated one is dropped, one
/// that is ahead waits for those before it. Not thread-safe.
/// </summary>
/// <param name="numbered">Whether the client speaks <c>goring.v1</c>.</param>
public sealed class EventGate(bool numbered)
{
    private SortedDictionary<long, ServerEvent>? _ahead;
    private List<ServerEvent>? _early;
    private bool _open;

    /// <summary>The number of the last event let through.</summary>
    public long LastSeq { get; private set; }

    /// <summary>How many events wait for an earlier one.</summary>
    public int Waiting => (_ahead?.Count ?? 0) + (_early?.Count ?? 0);

    /// <summary>Takes an event.</summary>
    /// <param name="passed">Those that may go out now are added, in their order.</param>
    public EventFate Offer(ServerEvent offered, ICollection<ReadOnlyMemory<byte>> passed)
    {
        ArgumentNullException.ThrowIfNull(passed);
        if (!_open)
        {
            (_early ??= []).Add(offered);
            return EventFate.Taken;
        }

        if (!numbered)
        {
            passed.Add(offered.Frame);
            return EventFate.Taken;
        }

        if (offered.Seq == 0)
        {
            return EventFate.Unnumbered;
        }

        if (offered.Seq > LastSeq + 1)
        {
            (_ahead ??= [])[offered.Seq] = offered;
            return EventFate.Ahead;
        }

        if (offered.Seq == LastSeq + 1)
        {
            Pass(offered, passed);
        }

        return EventFate.Taken;
    }

    /// <summary>Opens the gate behind the last event that the client has; those kept meanwhile are to be offered again.</summary>
    public IReadOnlyList<ServerEvent> Open(long lastSeq)
    {
        _open = true;
        LastSeq = lastSeq;
        IReadOnlyList<ServerEvent> early = _early ?? [];
        _early = null;
        return early;
    }

    private void Pass(ServerEvent next, ICollection<ReadOnlyMemory<byte>> passed)
    {
        passed.Add(next.Frame);
        LastSeq = next.Seq;
        while (_ahead is { Count: > 0 } && _ahead.First() is var (seq, waiting) && seq <= LastSeq + 1)
        {
            _ahead.Remove(seq);
            if (seq == LastSeq + 1)
            {
                passed.Add(waiting.Frame);
                LastSeq = seq;
            }
        }
    }
}

/// <summary>What becomes of an event.</summary>
public enum EventFate
{
    /// <summary>It went out, or goes out once the gate is open, or had gone out before.</summary>
    Taken,

    /// <summary>An earlier one is missing: it must be read from the store.</summary>
    Ahead,

    /// <summary>It has no number yet: the store must give it one.</summary>
    Unnumbered,
}
