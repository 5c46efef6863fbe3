using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.InMemory;

/// <summary>
/// The pushes of calls whose callee was offline, each device in one <see cref="State"/>; <c>push.lua</c> does the same
/// for a fleet. Not thread-safe.
/// </summary>
internal sealed class PushLedger
{
    /// <summary>Where a device stands. One of which no more is to be done is removed.</summary>
    private enum State
    {
        Waiting,
        Sending,
        Stopping,
        Rung,
        Cancel,
        Cancelling,
        Over,
    }

    private readonly Dictionary<SessionId, List<Push>> _ofCall = [];
    private readonly PriorityQueue<(Push Push, State State), DateTimeOffset> _due = new();

    public int Count => _ofCall.Count;

    public void Open(
        CallSession call, IReadOnlyList<Device> devices, PushContent content, DateTimeOffset now, DateTimeOffset ringEnds)
    {
        List<Push> pushes = [];
        foreach (var device in devices)
        {
            pushes.Add(new(new(PushTask.Ring, call.Id, pushes.Count + 1, device, call.Callee, content, ringEnds)));
        }

        _ofCall[call.Id] = pushes;
        foreach (var push in pushes)
        {
            Set(push, State.Waiting, now);
        }
    }

    /// <summary>The call rings no more. Returns whether there is something to send.</summary>
    public bool Settle(SessionId session, bool unanswered, DateTimeOffset now)
    {
        var some = false;
        foreach (var push in _ofCall.GetValueOrDefault(session, []).ToArray())
        {
            switch (push.State)
            {
                case var _ when !unanswered:
                    Drop(push);
                    break;
                case State.Waiting:
                    Set(push, State.Over, now);
                    break;
                case State.Sending:
                    // This process sends it: no other has to be told when to give it up.
                    push.State = State.Stopping;
                    break;
                case State.Rung:
                    Set(push, State.Cancel, now);
                    some = true;
                    break;
            }
        }

        return some;
    }

    public IReadOnlyList<PushJob> Claim(int most, DateTimeOffset now)
    {
        List<PushJob> jobs = [];
        while (jobs.Count < most && _due.TryPeek(out var first, out var due) && due <= now)
        {
            _due.Dequeue();
            var (push, state) = first;
            if (push.State == state && Find(push.Job.Session, push.Job.Number) == push)
            {
                jobs.Add(Take(push, now));
            }
        }

        return jobs;
    }

    public bool Finish(PushJob job, PushEnd end, DateTimeOffset now)
    {
        if (Find(job.Session, job.Number) is not { } push)
        {
            return false;
        }

        var next = (push.State, end) switch
        {
            (State.Sending, PushEnd.Reached) => State.Rung,
            (State.Sending, PushEnd.GivenBack) => State.Waiting,
            (State.Stopping, PushEnd.Reached) => State.Cancel,
            (State.Cancelling, PushEnd.GivenBack) => State.Cancel,
            _ => (State?)null,
        };
        if (next is State.Rung)
        {
            push.State = State.Rung;
        }
        else if (next is { } state)
        {
            Set(push, state, now);
        }
        else
        {
            Drop(push);
        }

        return next is State.Cancel;
    }

    private PushJob Take(Push push, DateTimeOffset now)
    {
        if (push.State == State.Cancel)
        {
            push.State = State.Cancelling;
            return push.Job with { Task = PushTask.Cancel };
        }

        if (push.State == State.Waiting && now < push.Job.ExpiresAt)
        {
            push.State = State.Sending;
            return push.Job;
        }

        Drop(push);
        return push.Job with { Task = PushTask.TooLate };
    }

    private void Set(Push push, State state, DateTimeOffset due)
    {
        push.State = state;
        _due.Enqueue((push, state), due);
    }

    private void Drop(Push push)
    {
        if (_ofCall.TryGetValue(push.Job.Session, out var pushes) && pushes.Remove(push) && pushes.Count == 0)
        {
            _ofCall.Remove(push.Job.Session);
        }
    }

    private Push? Find(SessionId session, int number) =>
        _ofCall.GetValueOrDefault(session)?.Find(push => push.Job.Number == number);

    private sealed class Push(PushJob job)
    {
        public PushJob Job { get; } = job;

        public State State { get; set; }
    }
}
