using System.Diagnostics;
using Goring.Chaos.Clients;
using Goring.Chaos.Processes;

namespace Goring.Chaos.Checks;

/// <summary>A user of no pair, who rings everybody once: who can be rung is not busy.</summary>
internal sealed class Control(Fleet fleet, Ledger ledger, Random random)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    public async Task RingAllAsync(
        IReadOnlyList<Client> clients, long since, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var control = new Client("control", fleet, ledger, random);
        control.Start();
        foreach (var client in clients)
        {
            await RingAsync(control, client, since, patience, cancellationToken);
        }

        await control.LeaveAsync();
    }

    /// <summary>Rings a user until they can be rung; then hangs up. The first rejection is theirs to make.</summary>
    private async Task RingAsync(
        Client control, Client client, long since, TimeSpan patience, CancellationToken cancellationToken)
    {
        var rings = new Rings();
        client.Listener = rings;
        while (true)
        {
            var answer = await control.AskAsync("call.start", "callee_id", client.User, cancellationToken);
            if (answer.Fate == Fate.Done)
            {
                await LeaveCallAsync(control, client, answer.Frame!.Session, rings, cancellationToken);
                return;
            }

            if (Stopwatch.GetElapsedTime(since) > patience)
            {
                ledger.Add(Wrong.Stuck, $"{client.User} cannot be rung by anybody: {answer.Code}", client);
                return;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private async Task LeaveCallAsync(
        Client control, Client client, string session, Rings rings, CancellationToken cancellationToken)
    {
        try
        {
            var rung = await rings.First.WaitAsync(ChaosOptions.Patience, cancellationToken);
            if (rung != session)
            {
                ledger.Add(Wrong.Disagreement, $"{client.User} was rung by {rung}, not {session}", client);
            }

            var rejected = await client.AskAsync("call.reject", "session_id", session, cancellationToken);
            if (rejected.Fate != Fate.Done)
            {
                ledger.Add(Wrong.Stuck, $"{client.User} could not reject: {rejected.Code}", client, control);
            }
        }
        catch (TimeoutException)
        {
            ledger.Add(Wrong.Lost, $"the ring for {client.User} never came", client, control);
        }
    }

    private sealed class Rings : ICallListener
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> First => _first.Task;

        public void OnReady(Client client, Ready ready)
        {
        }

        public void OnSessionLost(Client client)
        {
        }

        public void OnEvent(Client client, Frame frame)
        {
            if (frame.Type == "call.ring")
            {
                _first.TrySetResult(frame.Session);
            }
        }
    }
}
