using Goring.Application.Ports;

namespace Goring.Infrastructure.InMemory;

/// <summary>Deadlines of one instance.</summary>
internal sealed class InMemoryDeadlines(InMemoryState state, TimeProvider time) : IDeadlines
{
    public ValueTask<IReadOnlyList<Deadline>> ClaimDueAsync(int most, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (state.Gate)
        {
            return new(state.Deadlines.ClaimDue(
                now.ToUnixTimeMilliseconds(), (now + IDeadlines.ClaimLease).ToUnixTimeMilliseconds(), most));
        }
    }

    public ValueTask CompleteAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            state.Deadlines.RemoveIf(deadline.Kind, deadline.Subject, deadline.Claim);
        }

        return ValueTask.CompletedTask;
    }
}
