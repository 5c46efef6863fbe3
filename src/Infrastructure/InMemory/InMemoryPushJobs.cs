using Goring.Application.Ports;
using Goring.Application.Push;

namespace Goring.Infrastructure.InMemory;

/// <summary>Pushes of one instance.</summary>
internal sealed class InMemoryPushJobs(InMemoryState state, PushSignal signal, TimeProvider time) : IPushJobs
{
    public ValueTask<IReadOnlyList<PushJob>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            return new(state.Pushes.Claim(most, time.GetUtcNow()));
        }
    }

    public ValueTask FinishAsync(PushJob job, PushEnd end, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (state.Pushes.Finish(job, end, time.GetUtcNow()))
            {
                signal.Poke();
            }
        }

        return ValueTask.CompletedTask;
    }
}
