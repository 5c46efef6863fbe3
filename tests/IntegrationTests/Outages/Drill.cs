using System.Diagnostics;
using Goring.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace Goring.IntegrationTests.Outages;

/// <summary>
/// Two servers on one Redis, a pair of <c>goring.v1</c> and a pair of the base protocol in calls and talking, a pair
/// that is idle. A test says what happens to Redis; the drill says what the promises are, and measures.
/// </summary>
internal sealed class Drill : IAsyncDisposable
{
    private static readonly TimeSpan AnswerPromise = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RedPromise = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallPromise = TimeSpan.FromSeconds(5);

    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<HealthWatch> _watches = [];
    private readonly List<Conversation> _conversations = [];
    private Pair _idle = null!;
    private long _fault;
    private long _down;
    private long _back;

    private Drill()
    {
    }

    private IEnumerable<Party> Everybody => _conversations.SelectMany(one => one.Pair.Both).Concat(_idle.Both);

    public static async Task<Drill> BeginAsync(params (string Name, string? Value)[] store)
    {
        var drill = new Drill();
        try
        {
            var first = await drill.ServerAsync(store);
            var second = await drill.ServerAsync(store);
            var resumable = await drill.PairAsync(first, second, "v1", speaksV1: true);
            var basic = await drill.PairAsync(first, second, "base", speaksV1: false);
            drill._idle = await drill.PairAsync(first, second, "idle", speaksV1: true);
            drill._conversations.Add(drill.Own(await Conversation.BeginAsync(resumable)));
            drill._conversations.Add(drill.Own(await Conversation.BeginAsync(basic)));
            return drill;
        }
        catch
        {
            await drill.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the fault about, waits until both servers are red, and goes on for that long in all.</summary>
    public async Task FailAsync(Func<Task> fault, TimeSpan outage)
    {
        _fault = Stopwatch.GetTimestamp();
        await fault();
        _down = Stopwatch.GetTimestamp();
        var refused = RefusedCallAsync();
        await Eventually.HoldsAsync(
            () => _watches.All(watch => watch.RedAfter(_fault) is not null), "both are red", RedPromise.TotalSeconds);
        await refused;
        if (outage - Stopwatch.GetElapsedTime(_fault) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left);
        }
    }

    /// <summary>Brings Redis back, and waits until both are green and the idle pair has had a call.</summary>
    public async Task<Figures> ReturnAsync(string drill, Func<Task> comesBack)
    {
        await comesBack();
        _back = Stopwatch.GetTimestamp();
        var firstCall = await FirstCallAsync();
        await Eventually.HoldsAsync(() => _watches.All(watch => watch.IsReady), "both are green", CallPromise.TotalSeconds);
        return new(
            drill,
            Stopwatch.GetElapsedTime(_fault, _watches.Max(watch => watch.RedAfter(_fault)!.Value)),
            Stopwatch.GetElapsedTime(_back, _watches.Max(watch => watch.GreenForGood())),
            Stopwatch.GetElapsedTime(_back, firstCall));
    }

    /// <summary>The calls go on: both ways, nothing twice, and they can be ended.</summary>
    public async Task CallsGoOnAsync()
    {
        await Task.WhenAll(_conversations.Select(one => one.IsHeardAsync(Stopwatch.GetTimestamp())));
        foreach (var conversation in _conversations)
        {
            await conversation.StopAsync(callGoesOn: true);
            await conversation.Pair.EndAsync(conversation.Session);
        }
    }

    /// <summary>The calls are lost: all who were in them are told.</summary>
    public async Task CallsEndAsync()
    {
        await Task.WhenAll(_conversations.Select(one => one.IsOverAsync()));
        foreach (var conversation in _conversations)
        {
            await conversation.StopAsync(callGoesOn: false);
        }
    }

    /// <summary>What holds at the end of each drill, whatever its fault was; then the figures are written down.</summary>
    public async Task EndAsync(Figures figures, ITestOutputHelper output)
    {
        foreach (var pair in _conversations.Select(one => one.Pair).Append(_idle))
        {
            await pair.EndAsync(await pair.CallAsync());
        }

        output.WriteLine(figures.Line(_conversations, Everybody));
        _watches.Should().OnlyContain(watch => watch.WasAlwaysLive);
        foreach (var party in Everybody)
        {
            party.IsClosed.Should().BeFalse("the server closes nobody, {0} included", party.Id);
            party.Answers.Should().NotContain(answer => answer.Took >= AnswerPromise);
            party.Answers.Where(IsWithinTheFault).Should().NotContain(answer => answer.Outcome != "internal_error");
            if (party.SpeaksV1)
            {
                party.Frames.Where(frame => frame.Seq > 0).Select(frame => frame.Seq)
                    .Should().Equal(Enumerable.Range(1, party.Frames.Count(frame => frame.Seq > 0)).Select(seq => (long)seq));
            }
        }

        Everybody.SelectMany(party => party.Answers).Where(IsWithinTheFault).Should().NotBeEmpty();
        _conversations.ForEach(conversation => conversation.ShouldHaveKeptItsOrder());
        figures.ToRed.Should().BeLessThan(RedPromise);
        figures.ToFirstCall.Should().BeLessThan(CallPromise);
        figures.ToGreen.Should().BeLessThan(CallPromise);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned.AsEnumerable().Reverse())
        {
            await owned.DisposeAsync();
        }
    }

    /// <summary>What was sent before the fault or answered after it may have met a Redis that works.</summary>
    private bool IsWithinTheFault(Answer answer) =>
        answer.Sent > _down && answer.Reply.At < _back - (Stopwatch.Frequency / 4);

    private async Task RefusedCallAsync()
    {
        var start = await _idle.Caller.AskAsync("call.start", new { callee_id = _idle.Callee.Id });
        start.Outcome.Should().Be("internal_error");
    }

    /// <summary>Calls until a call comes about.</summary>
    private async Task<long> FirstCallAsync()
    {
        (string Session, long At)? call = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    // Whoever hears late, since the other server does, hears within the promise; who gives up before is busy with it.
                    return (call = await _idle.TryCallAsync(CallPromise.TotalSeconds)) is not null;
                }
                catch (TimeoutException)
                {
                    return false;
                }
            },
            "the idle pair has a call",
            CallPromise.TotalSeconds * 2);
        await _idle.EndAsync(call!.Value.Session);
        return call.Value.At;
    }

    private async Task<GoringServer> ServerAsync((string Name, string? Value)[] store)
    {
        var server = Own(await GoringServer.StartAsync([("RECONNECT_GRACE_SECONDS", "10"), .. store]));
        _watches.Add(Own(new HealthWatch(server)));
        return server;
    }

    private async Task<Pair> PairAsync(GoringServer first, GoringServer second, string who, bool speaksV1) => Own(new Pair(
        Own(await Party.ConnectAsync(first, $"{who}-caller", speaksV1)),
        Own(await Party.ConnectAsync(second, $"{who}-callee", speaksV1))));

    private T Own<T>(T owned)
        where T : IAsyncDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
