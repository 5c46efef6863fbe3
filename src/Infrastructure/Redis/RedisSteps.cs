using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Takes steps of calls to Redis, in the order in which they came. While one script is under way, what comes waits and
/// goes together in the next: the busier the server, the less a step costs. One alone waits for nobody
/// (docs/decisions/0080). Steps between two sockets of this instance leave their frames here, and relays of one sender go
/// as one step (docs/decisions/0082).
/// </summary>
/// <remarks>
/// What a step sends to this instance's own connections is handed to them in that same order, before its outcome is
/// known to whoever asked for it.
/// </remarks>
internal sealed class RedisSteps(
    RedisConnection redis,
    RedisOptions options,
    ConnectionRegistry registry,
    RedisNeighbours neighbours,
    AbandonedSlots abandoned,
    PushSignal pushes,
    StoreMetrics metrics)
{
    /// <summary>
    /// How many sockets the thread that reads what Redis says sends to itself. Where there are but two processors nothing is gained by others
    /// that help; where there are more, the socket threads are not to be kept from their sockets for long.
    /// </summary>
    public static readonly int MostFlushes = Environment.ProcessorCount > 2 ? 16 : 2 * RedisStepQueue.MostSteps;

    /// <summary>Flags of a step's status, as <c>route.lua</c> has them.</summary>
    private const int Push = 1;
    private const int Extended = 2;
    private const int Here = 4;
    private const int Flags = 8;

    /// <summary>What a step without its frame is answered that needs it; and each behind it of its session.</summary>
    private const string Again = "again";

    private readonly RedisValue _grace = (long)options.ReconnectGrace.TotalMilliseconds;
    private readonly RedisStepQueue _queue = new();

    /// <summary>Takes a step.</summary>
    /// <exception cref="StoreUnavailableException">
    /// Not answered within <see cref="RedisConnection.CommandBudget"/>, the wait for others included. It may still happen,
    /// and what it sends is delivered then.
    /// </exception>
    public Task<Outcome> TakeAsync(RedisStep step)
    {
        redis.ThrowIfAway();
        return Tracing.IsOn || metrics.Measures ? MeasureAsync(step) : EnqueueAsync(step);
    }

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
        if (_queue.Add(step))
        {
            _ = RunAsync();
        }

        return step.Task;
    }

    /// <summary>
    /// Runs steps until none wait. Never faults: whatever goes wrong is the outcome of the steps.
    /// </summary>
    private async Task RunAsync()
    {
        while (_queue.TryTakeBatch() is { } batch)
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

                // Each was promised its answer within the same budget, and has waited for most of it.
                Fail(_queue.TakeAll(), fault);
            }
        }
    }

    /// <summary>
    /// Runs the script and does what it says. However late it answers: the steps have been taken then, whatever those
    /// who asked were told.
    /// </summary>
    private async Task<bool> AnswerAsync(List<RedisStep> batch)
    {
        var reply = (await redis.EvaluateUnboundedAsync(RedisScript.Steps, ArgumentsOf(batch), KeysOf(batch))).Fields();
        using var flushes = FlushScope.Open(MostFlushes);
        List<SessionId>? moving = null;
        var at = 0;
        foreach (var first in batch)
        {
            var status = (RedisValue)reply[at++];
            var flags = status.IsInteger ? (int)status % Flags : 0;
            var deliveries = status.IsInteger ? (int)status / Flags : 0;
            for (var step = first; step is not null;)
            {
                // Once it is answered it is another's to take again.
                var next = step.Next;
                if ((flags & Here) != 0 && (moving?.Contains(step.Session) == true || !neighbours.TryDeliver(step)))
                {
                    // And what comes behind it, in that order.
                    (moving ??= []).Add(step.Session);
                    SendAlone(step);
                    step = next;
                    continue;
                }

                for (var delivery = 0; delivery < deliveries; delivery++)
                {
                    Deliver(step, (flags & Extended) != 0, reply.AsSpan(at + (3 * delivery), 3));
                }

                Settle(step, status);
                step = next;
            }

            at += 3 * deliveries;
        }

        return true;
    }

    private void Settle(RedisStep step, RedisValue status)
    {
        if (!status.IsInteger)
        {
            Refuse(step, (string)status!);
            return;
        }

        if (((int)status & Push) != 0)
        {
            pushes.Poke();
        }

        step.TrySetResult(Outcome.Done);
    }

    private static RedisKey[] KeysOf(List<RedisStep> batch)
    {
        var count = 0;
        foreach (var step in batch)
        {
            count += step.KeyCount;
        }

        var keys = new RedisKey[count];
        var at = 0;
        foreach (var step in batch)
        {
            var own = step.KeyCount;
            step.WriteKeys(keys.AsSpan(at, own));
            at += own;
        }

        return keys;
    }

    private RedisValue[] ArgumentsOf(List<RedisStep> batch)
    {
        var count = 2;
        foreach (var step in batch)
        {
            count += step.FieldCount;
        }

        var arguments = new RedisValue[count];
        arguments[0] = options.ServerId;
        arguments[1] = _grace;
        var at = 2;
        foreach (var step in batch)
        {
            var fields = step.FieldCount;
            step.WriteFields(arguments.AsSpan(at, fields));
            at += fields;
        }

        return arguments;
    }

    private void Deliver(RedisStep step, bool extended, ReadOnlySpan<RedisResult> delivery)
    {
        var user = new UserId(delivery[0].Text());
        var connection = new ConnectionId(delivery[1].Text());
        var seq = (long)delivery[2];
        var frame = extended ? step.Extended : step.Basic;
        if (Deliver(user, connection, new(seq == 0 ? frame : WireFrame.Numbered(seq, frame.Span), seq)) && seq == 0)
        {
            neighbours.Note(step, user, connection);
        }
    }

    /// <returns>Whether the connection is here and takes events.</returns>
    private bool Deliver(UserId user, ConnectionId connection, ServerEvent @event)
    {
        if (registry.TrySend(connection, @event))
        {
            return true;
        }

        if (!registry.Contains(connection))
        {
            abandoned.Add(new(user, connection));
        }

        return false;
    }

    /// <summary>
    /// Redis has taken it, and the frame is not delivered: it goes to whichever connection has the slot now, in front of what waits.
    /// </summary>
    private void SendAlone(RedisStep step)
    {
        neighbours.Forget(step);
        _queue.AddSending(step);
    }

    /// <summary>
    /// Takes it once more, in front of those that wait. Where whoever asked was told that the store does not answer, nothing
    /// has happened, and nothing more does.
    /// </summary>
    private void TakeAgain(RedisStep step)
    {
        neighbours.Forget(step);
        _queue.AddAgain(step);
    }

    private void Refuse(RedisStep step, string code)
    {
        if (code == Again)
        {
            TakeAgain(step);
        }
        else if (RedisReply.ErrorOf(code) is { } error)
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
            for (var one = step; one is not null; one = one.Next)
            {
                one.TrySetException(error);
            }
        }
    }
}
