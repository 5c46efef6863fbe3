using Goring.Chaos.Checks;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Load;

/// <summary>What a pair does all the time: one call after another, each told by a <see cref="Plan"/>.</summary>
internal sealed class PairScript(Pair pair, Ledger ledger, Random random)
{
    private readonly CallCommands _commands = new(pair, ledger, random);

    /// <summary>Makes calls until it is told to stop; the last one is brought to its end.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        while (!stopping.IsCancellationRequested)
        {
            var plan = Plan.Draw(random);
            var caller = random.Next(2) == 0 ? pair.One : pair.Two;
            if (await StartAsync(caller, cancellationToken) is not { } call)
            {
                continue;
            }

            await FollowAsync(plan, call, cancellationToken);
            await JudgeAsync(call, cancellationToken);
            await Task.Delay(plan.Think, cancellationToken);
        }

        foreach (var stray in pair.Unjudged())
        {
            await JudgeAsync(stray, cancellationToken);
        }
    }

    /// <summary>Looks at every call once more, when nothing can come any more.</summary>
    public void JudgeAgain()
    {
        foreach (var call in pair.All().Where(call => !call.IsReported))
        {
            Report(call, pair.Change<IReadOnlyList<(Wrong Kind, string What)>>(() => [.. Verdict.Contradictions(call)]));
        }
    }

    /// <summary>Rings until it rings. Null where that does not happen in time.</summary>
    private async Task<CallRecord?> StartAsync(Client caller, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ChaosOptions.Patience);
        var callee = pair.PeerOf(caller);
        var last = "no answer";
        try
        {
            while (true)
            {
                var answer = await caller.AskAsync("call.start", "callee_id", callee.User, patience.Token);
                last = answer.Code;
                var session = answer switch
                {
                    { Fate: Fate.Done } => answer.Frame!.Session,
                    { Fate: Fate.Open } => await FindStartedAsync(caller, answer, patience.Token),
                    _ => null,
                };
                if (session is not null)
                {
                    var call = pair.Call(session, caller);
                    pair.Change(() => call.IsKnownToCaller = true);
                    return call;
                }

                await DismissStraysAsync(callee, patience.Token);
                await _commands.PauseAsync(patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ledger.Add(Wrong.Stuck, $"{caller.User} could not ring {callee.User}: {last}", pair.One, pair.Two);
            return null;
        }
    }

    /// <summary>Whether a start that was not answered has made a call after all: the next snapshot says.</summary>
    private static async Task<string?> FindStartedAsync(
        Client caller, Answer answer, CancellationToken cancellationToken)
    {
        if (!ReferenceEquals(answer, Answer.Lost))
        {
            // The server was asked and does not know: if there is a call it ends it itself.
            return null;
        }

        await caller.Presence.ConnectedAsync(cancellationToken);
        return caller.LastReady is { IsCaller: true } ready ? ready.CallSession : null;
    }

    /// <summary>The callee rejects what rings without its caller knowing.</summary>
    private async Task DismissStraysAsync(Client callee, CancellationToken cancellationToken)
    {
        foreach (var stray in pair.Unjudged())
        {
            var side = stray.Of(callee);
            if (pair.Change(() => side.Rang && side == stray.Callee && !side.KnowsItsOver))
            {
                await _commands.DoAsync(stray, side, "call.reject", cancellationToken);
            }
        }
    }

    private async Task FollowAsync(Plan plan, CallRecord call, CancellationToken cancellationToken)
    {
        await UntilAsync(() => call.Callee.Rang || call.IsOverForOne, cancellationToken);
        if (plan.Story != Story.LeaveRinging)
        {
            await Task.Delay(plan.Think, cancellationToken);
        }

        switch (plan.Story)
        {
            case Story.Reject:
                await _commands.DoAsync(call, call.Callee, "call.reject", cancellationToken);
                break;
            case Story.EndWhileRinging:
                await HangUpAsync(plan.HangUp, call, cancellationToken);
                break;
            case Story.Talk:
                await _commands.DoAsync(call, call.Callee, "call.accept", cancellationToken);
                await UntilAsync(() => call.Caller.HeardAccepted || call.IsOverForOne, cancellationToken);
                await TalkAsync(plan, call, cancellationToken);
                break;
        }
    }

    private async Task TalkAsync(Plan plan, CallRecord call, CancellationToken cancellationToken)
    {
        var talking = new Talk(pair, _commands, call).RunAsync(cancellationToken);
        if (plan.WaitsForAll)
        {
            await talking;
            await UntilAsync(
                () => call.IsOverForOne || !call.Caller.Relays.Missing.Concat(call.Callee.Relays.Missing).Any(),
                cancellationToken);
        }

        await Task.Delay(plan.Think, cancellationToken);
        await HangUpAsync(plan.HangUp, call, cancellationToken);
        await talking;
    }

    private Task HangUpAsync(HangUp who, CallRecord call, CancellationToken cancellationToken) => Task.WhenAll(
        who == HangUp.Callee
            ? Task.CompletedTask : _commands.DoAsync(call, call.Caller, "call.end", cancellationToken),
        who == HangUp.Caller
            ? Task.CompletedTask : _commands.DoAsync(call, call.Callee, "call.end", cancellationToken));

    /// <summary>Waits until the call is over for both, and everything has arrived that must.</summary>
    private async Task JudgeAsync(CallRecord call, CancellationToken cancellationToken)
    {
        await UntilAsync(() => !Verdict.Unmet(call).Any(), cancellationToken);
        var wrongs = pair.Change<IReadOnlyList<(Wrong Kind, string What)>>(() =>
        {
            call.IsJudged = true;
            call.MeasureInto(ledger.Delays);
            var unmet = Verdict.Unmet(call).ToArray();
            return unmet.Length > 0 ? unmet : [.. Verdict.Contradictions(call)];
        });
        Report(call, wrongs);
        if (call.IsOverForBoth)
        {
            ledger.CallIsOver();
        }
    }

    private void Report(CallRecord call, IReadOnlyList<(Wrong Kind, string What)> wrongs)
    {
        call.IsReported = wrongs.Count > 0;
        foreach (var (kind, what) in wrongs)
        {
            ledger.Add(kind, $"{what}: {call}", pair.One, pair.Two);
        }
    }

    private Task<bool> UntilAsync(Func<bool> holds, CancellationToken cancellationToken) =>
        pair.UntilAsync(holds, ChaosOptions.Patience, cancellationToken);
}
