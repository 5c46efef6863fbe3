using System.Text;
using Goring.Application.Connections;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary>A call waits for a party whose socket was lost.</summary>
public sealed class GraceTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly InMemoryServer _server = new(Grace);
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;
    private string _session = "";

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
        _session = await _server.CallAsync(_alice, _bob);
    }

    [Fact]
    public async Task The_peer_hears_nothing_before_it_is_over()
    {
        await _server.DisconnectAsync(_bob);
        await _server.SweepAfterAsync(Grace - TimeSpan.FromMilliseconds(1));

        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task One_who_does_not_return_is_lost_to_the_call()
    {
        await _server.DisconnectAsync(_bob);
        await _server.SweepAfterAsync(Grace);

        _alice.Take().Should().Equal(Frames.Ended(_session, "peer_disconnected"));
        await _server.ConnectAsync(People.Carol);
        await _server.SendAsync(_alice, Frames.Start("carol"));
        _alice.Take().Single().Should().Contain("call.ringing");
    }

    [Fact]
    public async Task One_who_returns_goes_on()
    {
        await _server.DisconnectAsync(_bob);
        _server.Time.Advance(Grace / 2);
        var back = await _server.ConnectAsync(People.Bob);
        await _server.SweepAfterAsync(Grace);

        await _server.SendAsync(_alice, Frames.Offer(_session));

        back.Take().Should().Equal(Frames.Offer(_session));
        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_sent_meanwhile_is_kept_up_to_64_messages()
    {
        await _server.DisconnectAsync(_bob);
        for (var i = 0; i < ReplayLimits.MaxAwayFrames; i++)
        {
            await _server.SendAsync(_alice, Candidate(i));
        }

        _alice.Take().Should().BeEmpty();
        await _server.SendAsync(_alice, Candidate(ReplayLimits.MaxAwayFrames));

        _alice.Take().Should().Equal(Frames.Error("user_offline", Frames.Offline, "webrtc.ice", _session));
        var back = await _server.ConnectAsync(People.Bob);
        back.Take().Should().Equal(Enumerable.Range(0, ReplayLimits.MaxAwayFrames).Select(Candidate));
    }

    [Fact]
    public async Task What_is_sent_meanwhile_is_kept_up_to_256_KiB()
    {
        await _server.DisconnectAsync(_bob);
        var large = Frames.Offer(_session).Replace("v=0", new string('s', 100 * 1024), StringComparison.Ordinal);

        await _server.SendAsync(_alice, large);
        await _server.SendAsync(_alice, large);
        _alice.Take().Should().BeEmpty();
        await _server.SendAsync(_alice, large);

        _alice.Take().Should().Equal(Frames.Error("user_offline", Frames.Offline, "webrtc.offer", _session));
    }

    [Fact]
    public async Task An_end_is_kept_though_there_is_no_room_for_relays()
    {
        await _server.DisconnectAsync(_bob);
        for (var i = 0; i < ReplayLimits.MaxAwayFrames; i++)
        {
            await _server.SendAsync(_alice, Candidate(i));
        }

        await _server.SendAsync(_alice, Frames.About("call.end", _session));

        var back = await _server.ConnectAsync(People.Bob);
        back.Take()[^1].Should().Be(Frames.Ended(_session, "ended_by_user", People.AliceInfo));
    }

    [Fact]
    public async Task What_came_while_the_socket_closed_comes_first()
    {
        var closing = new FakeClient(People.Bob) { Undelivered = [Encoding.UTF8.GetBytes(Candidate(1))] };
        await _server.Lifetime.OpenAsync(closing, CancellationToken.None);
        await _server.DisconnectAsync(closing);
        await _server.SendAsync(_alice, Candidate(2));

        (await _server.ConnectAsync(People.Bob)).Take().Should().Equal(Candidate(1), Candidate(2));
    }

    [Fact]
    public async Task Both_may_be_away_and_both_find_the_end()
    {
        await _server.DisconnectAsync(_bob);
        await _server.DisconnectAsync(_alice);
        await _server.SweepAfterAsync(Grace);

        (await _server.ConnectAsync(People.Alice)).Take().Should().Equal(Frames.Ended(_session, "peer_disconnected"));
        (await _server.ConnectAsync(People.Bob)).Take().Should().Equal(Frames.Ended(_session, "peer_disconnected"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private string Candidate(int number) =>
        $$$"""{"type":"webrtc.ice","payload":{"session_id":"{{{_session}}}","candidate":"{{{number}}}"}}""";
}
