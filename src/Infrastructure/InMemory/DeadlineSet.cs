using Goring.Application.Ports;

namespace Goring.Infrastructure.InMemory;

/// <summary>Deadlines by kind and subject, ordered by when they are due (Unix milliseconds). Not thread-safe.</summary>
internal sealed class DeadlineSet
{
    private readonly Dictionary<(DeadlineKind Kind, string Subject), long> _due = [];
    private readonly SortedSet<(long Due, DeadlineKind Kind, string Subject)> _byDue = new(
        Comparer<(long Due, DeadlineKind Kind, string Subject)>.Create(static (left, right) =>
            left.Due != right.Due ? left.Due.CompareTo(right.Due)
            : left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind)
            : string.CompareOrdinal(left.Subject, right.Subject)));

    public int Count => _due.Count;

    /// <summary>Sets a deadline, in place of an earlier one of the same kind and subject.</summary>
    public void Set(DeadlineKind kind, string subject, long due)
    {
        Remove(kind, subject);
        _due[(kind, subject)] = due;
        _byDue.Add((due, kind, subject));
    }

    public void Remove(DeadlineKind kind, string subject)
    {
        if (_due.Remove((kind, subject), out var due))
        {
            _byDue.Remove((due, kind, subject));
        }
    }

    /// <summary>Removes a deadline only where it still is due at <paramref name="due"/>.</summary>
    public void RemoveIf(DeadlineKind kind, string subject, long due)
    {
        if (_due.TryGetValue((kind, subject), out var current) && current == due)
        {
            Remove(kind, subject);
        }
    }

    /// <summary>Takes up to <paramref name="most"/> that are due at <paramref name="now"/> and sets them to <paramref name="claim"/>.</summary>
    public List<Deadline> ClaimDue(long now, long claim, int most)
    {
        List<Deadline> due = [];
        while (due.Count < most && _byDue.Count > 0 && _byDue.Min is { } first && first.Due <= now)
        {
            Set(first.Kind, first.Subject, claim);
            due.Add(new(first.Kind, first.Subject, claim));
        }

        return due;
    }
}
