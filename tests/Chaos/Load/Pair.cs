using Goring.Chaos.Checks;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Load;

/// <summary>Two users who call each other, and the book of their calls. Its lock guards the records.</summary>
internal sealed class Pair : ICallListener
{
    private readonly Ledger _ledger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CallRecord> _calls = [];
    private TaskCompletionSource _changed = NewChange();

    public Pair(Client one, Client two, Ledger ledger)
    {
        One = one;
        Two = two;
        _ledger = ledger;
        one.Listener = this;
        two.Listener = this;
    }

    public Client One { get; }

    public Client Two { get; }

    public Client PeerOf(Client client) => client == One ? Two : One;

    public void OnReady(Client client, Ready ready) => Change(() =>
    {
        // What was missed comes behind this snapshot; but a call that it does not name is over.
        foreach (var call in _calls.Values.Where(call => !call.IsJudged && call.Session != ready.CallSession))
        {
            call.Of(client).IsGone = true;
        }

        return null;
    });

    public void OnSessionLost(Client client) => Change(() =>
    {
        foreach (var call in _calls.Values.Where(call => !call.IsJudged))
        {
            call.Of(client).MissedEvents = true;
        }

        return null;
    });

    public void OnEvent(Client client, Frame frame)
    {
        // Of a call that it did not see begin, a client can only be the caller: the ring comes before everything.
        var caller = frame.Type == "call.ring" ? PeerOf(client) : client;
        var call = Call(frame.Session, caller);
        var wrong = Change(() => call.Take(call.Of(client), frame));
        if (wrong is var (kind, what))
        {
            _ledger.Add(kind, $"{client.User}: {what}: {call}", One, Two);
        }
    }

    /// <summary>The record of a session; a new one where there is none.</summary>
    public CallRecord Call(string session, Client caller)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(session, out var call))
            {
                call = new(session, caller, PeerOf(caller));
                _calls[session] = call;
            }

            return call;
        }
    }

    /// <summary>Every call there was.</summary>
    public IReadOnlyList<CallRecord> All()
    {
        lock (_gate)
        {
            return [.. _calls.Values];
        }
    }

    /// <summary>Calls that nobody has found to be in order yet.</summary>
    public IReadOnlyList<CallRecord> Unjudged()
    {
        lock (_gate)
        {
            return [.. _calls.Values.Where(call => !call.IsJudged)];
        }
    }

    /// <summary>Does something with the records, and wakes who waits for a change of them.</summary>
    public T Change<T>(Func<T> change)
    {
        TaskCompletionSource changed;
        T result;
        lock (_gate)
        {
            result = change();
            changed = _changed;
            _changed = NewChange();
        }

        changed.TrySetResult();
        return result;
    }

    /// <summary>Waits until something holds of the records. False where it did not within that time.</summary>
    public async Task<bool> UntilAsync(Func<bool> holds, TimeSpan within, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(within);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (holds())
                {
                    return true;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (Wrong Kind, string What)? Change(Func<(Wrong Kind, string What)?> change) =>
        Change<(Wrong Kind, string What)?>(change);
}
