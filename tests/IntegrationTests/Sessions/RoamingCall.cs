using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>A call of two <see cref="Roamer"/>s who keep sending to one another, and what must be true of it afterwards.</summary>
internal sealed class RoamingCall(Roamer caller, Roamer callee, string session) : IAsyncDisposable
{
    private readonly List<string>[] _acked = [[], []];
    private readonly HashSet<string>[] _sent = [[], []];

    public Roamer Caller { get; } = caller;

    public Roamer Callee { get; } = callee;

    public string Session { get; } = session;

    public int Acked => _acked.Sum(acked => acked.Count);

    public static async Task<RoamingCall> StartAsync(
        Func<IReadOnlyList<Uri>> callerSide, Func<IReadOnlyList<Uri>> calleeSide)
    {
        var caller = new Roamer(Person.New("caller"), callerSide);
        var callee = new Roamer(Person.New("callee"), calleeSide);
        await caller.Connected;
        await callee.Connected;
        var ringing = await caller.AskAsync("call.start", new { callee_id = callee.Person.Id });
        ((string?)ringing?["type"]).Should().Be("call.ringing", "of {0}", ringing);
        var session = (string)ringing!["payload"]!["session_id"]!;
        await callee.EventAsync("call.ring");
        await callee.AskAsync("call.accept", new { session_id = session });
        await caller.EventAsync("call.accepted");
        return new(caller, callee, session);
    }

    /// <summary>Both send a relay, wait for its ack, and then send the next after a pause, until it is enough.</summary>
    public Task TalkAsync(TimeSpan pause, CancellationToken enough) => Task.WhenAll(
        TalkAsync(Caller, 0, pause, enough), TalkAsync(Callee, 1, pause, enough));

    /// <summary>
    /// The call stands and both reach one another; nothing else ever came; every event came once and in order;
    /// every acknowledged relay came once.
    /// </summary>
    public async Task ExpectNothingLostAsync()
    {
        foreach (var (from, side, to) in new[] { (Caller, 0, Callee), (Callee, 1, Caller) })
        {
            var check = await from.AskAsync("call.check", new { session_id = Session });
            ((string?)check?["payload"]?["state"]).Should().Be("accepted");
            (await from.RelayAsync(Session, $"{side}-last")).Should().BeTrue();
            await Eventually.HoldsAsync(
                () => to.Markers.Contains($"{side}-last"), $"{to.Person.Id} gets the last relay", seconds: 20);

            to.Returns.Should().AllBeEquivalentTo(true);
            to.Events.Select(@event => @event.Seq)
                .Should().Equal(Enumerable.Range(1, to.Events.Count).Select(i => (long)i));
            to.Events.Skip(1).Should().OnlyContain(@event => @event.Type == "webrtc.ice");
            var markers = to.Markers[..^1];
            markers.Should().OnlyHaveUniqueItems().And.Contain(_acked[side]).And.BeSubsetOf(_sent[side]);
            markers.Select(marker => int.Parse(marker.Split('-')[1])).Should().BeInAscendingOrder();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Callee.DisposeAsync();
    }

    private async Task TalkAsync(Roamer from, int side, TimeSpan pause, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(pause);
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var marker = $"{side}-{i}";
            _sent[side].Add(marker);
            if (await from.RelayAsync(Session, marker))
            {
                _acked[side].Add(marker);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
