using System.Diagnostics.CodeAnalysis;
using Goring.Domain.Calls;

namespace Goring.Infrastructure.Redis;

/// <summary>The steps that wait for a script, in their order, and what may go into one.</summary>
internal sealed class RedisStepQueue
{
    /// <summary>The most steps of one script: more are no cheaper, and it holds Redis up for a millisecond or two.</summary>
    public const int MostSteps = 128;

    /// <summary>The most bytes of frames in one script, unless one step alone has more.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, RedisStep> _lastOfSession = [];
    private readonly Queue<RedisStep> _again = new();
    private readonly Queue<RedisStep> _waiting = new();
    private bool _busy;

    /// <returns>Whether nobody takes batches, and the caller is to.</returns>
    public bool Add(RedisStep step)
    {
        lock (_gate)
        {
            _waiting.Enqueue(step);
            var idle = !_busy;
            _busy = true;
            return idle;
        }
    }

    /// <summary>Puts a step of the last batch in front, behind those put there before; not one whose asker waits no longer.</summary>
    public void AddAgain(RedisStep step)
    {
        lock (_gate)
        {
            if (!step.Task.IsCompleted)
            {
                step.TakeAgain();
                _again.Enqueue(step);
            }
        }
    }

    /// <summary>
    /// Puts the sending of a step of the last batch in front, behind those put there before: it has been taken, whatever its asker was
    /// told.
    /// </summary>
    public void AddSending(RedisStep step)
    {
        lock (_gate)
        {
            step.SendAlone();
            _again.Enqueue(step);
        }
    }

    /// <summary>
    /// The steps that go next, each with those that follow it; null where none wait: then whoever adds the next takes batches.
    /// </summary>
    public List<RedisStep>? TryTakeBatch()
    {
        lock (_gate)
        {
            if (_waiting.Count + _again.Count == 0)
            {
                _busy = false;
                return null;
            }

            List<RedisStep> batch = new(Math.Min(_waiting.Count + _again.Count, MostSteps));
            _lastOfSession.Clear();
            var bytes = 0;
            while (batch.Count < MostSteps && TryPeek(out var queue, out var next))
            {
                bytes += next.Receiver is null ? next.Basic.Length : 0;
                if (batch.Count > 0 && bytes > MostBytes)
                {
                    break;
                }

                queue.Dequeue();
                if (!_lastOfSession.TryGetValue(next.Session, out var last) || !next.TryFollow(last))
                {
                    _lastOfSession[next.Session] = next;
                    batch.Add(next);
                }
            }

            return batch;
        }
    }

    /// <summary>All that wait, which nobody will take.</summary>
    public IReadOnlyList<RedisStep> TakeAll()
    {
        lock (_gate)
        {
            RedisStep[] all = [.. _again, .. _waiting];
            _again.Clear();
            _waiting.Clear();
            return all;
        }
    }

    private bool TryPeek(out Queue<RedisStep> queue, [NotNullWhen(true)] out RedisStep? next)
    {
        queue = _again.Count > 0 ? _again : _waiting;
        return queue.TryPeek(out next);
    }
}
