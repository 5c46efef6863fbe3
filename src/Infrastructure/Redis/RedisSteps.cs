using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Application.Telemetry;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Takes steps of calls to Redis, in the order in which they came. While one script is under way, what comes waits and
/// goes together in the next: the busier the server, the less a step costs. One alone waits for nobody
/// (docs/decisions/0080).
/// </summary>
/// <remarks>
/// What a step sends to this instance's own connections is handed to them in that same order, before its outcome is
/// known to whoever asked for it.
/// </remarks>
internal sealed class RedisSteps(
    RedisConnection redis,
    RedisOptions options,
    ConnectionRegistry registry,
    AbandonedSlots abandoned,
    PushSignal pushes,
    StoreMetrics metrics) : IThreadPoolWorkItem
{
    /// <summary>The most steps of one script: it holds Redis up for less than a millisecond.</summary>
    private const int MostSteps = 128;

    /// <summary>The most bytes of frames in one script, unless one step alone has more.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly RedisValue _grace = (long)options.ReconnectGrace.TotalMilliseconds;
    private readonly Lock _gate = new();
    private Queue<RedisStep> _waiting = new();
    private bool _busy;

    /// <summary>Takes a step.</summary>
    /// <exception cref="StoreUnavailableException">
    /// Not answered within <see cref="RedisConnection.CommandBudget"/>, the wait for others included. It may still happen,
    /// and what it sends is delivered then.
    /// </exception>
    public Task<Outcome> TakeAsync(RedisStep step)
    {
        redis.ThrowIfHanging();
        return Tracing.IsOn || metrics.Measures ? MeasureAsync(step) : EnqueueAsync(step);
    }

    /// <summary>
    /// Runs steps until none wait, from the thread pool: whoever asked first may have more to ask, and what the steps of
    /// many cost is nobody's own.
    /// </summary>
    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task<Outcome> MeasureAsync(RedisStep step)
    {
        using var span = Tracing.Store(step.Name);
        var begun = metrics.Begin();
        var outcome = await EnqueueAsync(step);
        metrics.Answered(step.Name, begun);
        return outcome;
    }

    private Task<Outcome> EnqueueAsync(RedisStep step)
    {
        lock (_gate)
        {
            _waiting.Enqueue(step);
            if (_busy)
            {
                return step.Task;
            }

            _busy = true;
        }

        // Behind the sockets that have something to read: what their clients ask goes along.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return step.Task;
    }

    /// <summary>Never faults: whatever goes wrong is the outcome of the steps.</summary>
    private async Task RunAsync()
    {
        while (TryTakeBatch() is { } batch)
        {
            var answered = AnswerAsync(batch);
            try
            {
                await redis.WithinBudgetAsync(answered);
            }
#pragma warning disable CA1031 // Whatever it is, those who wait are told, and the next steps go on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                var fault = error as StoreUnavailableException
                    ?? new StoreUnavailableException("Redis's answer was not understood.", error);
                Fail(batch, fault);
                FailWaiting(fault);
            }
        }
    }

    /// <summary>The steps that go next; null where none wait, and whoever comes next begins anew.</summary>
    private List<RedisStep>? TryTakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _busy = false;
                return null;
            }

            List<RedisStep> batch = new(Math.Min(_waiting.Count, MostSteps));
            var bytes = 0;
            while (batch.Count < MostSteps
                && _waiting.TryPeek(out var next)
                && (batch.Count == 0 || bytes + next.Basic.Length <= MostBytes))
            {
                bytes += next.Basic.Length;
                batch.Add(_waiting.Dequeue());
            }

            return batch;
        }
    }

    /// <summary>
    /// Runs the script and does what it says. However late it answers: the steps have been taken then, whatever those
    /// who asked were told.
    /// </summary>
    private async Task<bool> AnswerAsync(List<RedisStep> batch)
    {
        var reply = (RedisResult[])await redis.EvaluateUnboundedAsync(RedisScript.Steps, ArgumentsOf(batch));
        var at = 0;
        foreach (var step in batch)
        {
            var status = (RedisValue)reply[at++];
            if (!status.IsInteger)
            {
                Refuse(step, (string)status!);
                continue;
            }

            var flags = (int)status;
            for (var left = flags / 4; left > 0; left--, at += 3)
            {
                Deliver(step, (flags & 2) != 0, reply.AsSpan(at, 3));
            }

            if ((flags & 1) != 0)
            {
                pushes.Poke();
            }

            step.TrySetResult(Outcome.Done);
        }

        return true;
    }

    private RedisValue[] ArgumentsOf(List<RedisStep> batch)
    {
        var count = 2;
        foreach (var step in batch)
        {
            count += step.Arguments.Length;
        }

        var arguments = new RedisValue[count];
        arguments[0] = options.ServerId;
        arguments[1] = _grace;
        var at = 2;
        foreach (var step in batch)
        {
            step.Arguments.CopyTo(arguments, at);
            at += step.Arguments.Length;
        }

        return arguments;
    }

    private void Deliver(RedisStep step, bool extended, ReadOnlySpan<RedisResult> delivery)
    {
        var connection = new ConnectionId((string)delivery[1]);
        var seq = (long)delivery[2];
        var frame = extended ? step.Extended : step.Basic;
        var numbered = seq == 0 ? frame : WireFrame.Numbered(seq, frame.Span);
        if (!registry.TrySend(connection, new(numbered, seq)) && !registry.Contains(connection))
        {
            abandoned.Add(new(new((string)delivery[0]), connection));
        }
    }

    private static void Refuse(RedisStep step, string code)
    {
        if (RedisReply.ErrorOf(code) is { } error)
        {
            step.TrySetResult(error);
        }
        else
        {
            step.TrySetException(new StoreUnavailableException($"A step of a call came to nothing: {code}."));
        }
    }

    private static void Fail(IEnumerable<RedisStep> steps, StoreUnavailableException error)
    {
        foreach (var step in steps)
        {
            step.TrySetException(error);
        }
    }

    /// <summary>Each was promised its answer within the same budget, and has waited for most of it.</summary>
    private void FailWaiting(StoreUnavailableException error)
    {
        Queue<RedisStep> waiting;
        lock (_gate)
        {
            waiting = _waiting;
            _waiting = new();
        }

        Fail(waiting, error);
    }
}
