using Goring.Chaos.Checks;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Load;

/// <summary>
/// Steps of a call as a careful client takes them: where no answer came it asks how the call stands, and tries again
/// only if the step has not been taken.
/// </summary>
internal sealed class CallCommands(Pair pair, Ledger ledger, Random random)
{
    private static readonly TimeSpan MostPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Accepts, rejects or ends. When it returns the call is in that state, or is over.</summary>
    public async Task DoAsync(CallRecord call, CallSide side, string command, CancellationToken cancellationToken)
    {
        pair.Change(() =>
        {
            side.Try(command);
            return 0;
        });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ChaosOptions.Patience);
        try
        {
            while (true)
            {
                var answer = await side.Client.AskAsync(command, "session_id", call.Session, patience.Token);
                if (answer.Fate == Fate.Done)
                {
                    pair.Change(() =>
                    {
                        side.Done(command);
                        return 0;
                    });
                    return;
                }

                if (await IsSettledAsync(call, side, command, patience.Token))
                {
                    return;
                }

                await Task.Delay(random.NextDouble() * MostPause, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ledger.Add(Wrong.Stuck, $"{side.Client.User} could not {command}: {call}", pair.One, pair.Two);
        }
    }

    /// <summary>Waits a moment before something is tried again.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(random.NextDouble() * MostPause, cancellationToken);

    /// <summary>Whether there is nothing to try again.</summary>
    private async Task<bool> IsSettledAsync(
        CallRecord call, CallSide side, string command, CancellationToken cancellationToken)
    {
        var check = await side.Client.AskAsync("call.check", "session_id", call.Session, cancellationToken);
        if (check.Frame is not { Type: "call.check_result" } result)
        {
            return false;
        }

        var exists = result.Payload.GetProperty("exists").GetBoolean();
        if (!exists)
        {
            pair.Change(() => side.IsGone = true);
            return true;
        }

        return command == "call.accept" && result.Text("state") == "accepted";
    }
}
