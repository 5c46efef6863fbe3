using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>One of three instances is killed in the middle of a call.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Clients_of_a_killed_instance_go_on_elsewhere_and_lose_nothing(bool bothOnIt)
    {
        await using var redis = await RedisServer.StartAsync();
        var starting = Enumerable.Range(0, 3).Select(_ => StartAsync(redis, grace: 10));
        var instances = await Eventually.AllAsync(starting, seconds: 60);
        Uri[] callerSide = [instances[0].WebSocketUrl, instances[1].WebSocketUrl];
        Uri[] calleeSide = [instances[bothOnIt ? 0 : 2].WebSocketUrl, instances[2].WebSocketUrl];
        await using var call = await RoamingCall.StartAsync(() => callerSide, () => calleeSide);
        using var enough = new CancellationTokenSource();
        var talking = call.TalkAsync(Pause, enough.Token);
        await Eventually.HoldsAsync(() => call.Callee.Markers.Length >= 50, "they talk");

        instances[0].Send(Signal.Kill);

        await Eventually.HoldsAsync(() => !call.Caller.Returns.IsEmpty, "the caller is back");
        await Eventually.HoldsAsync(() => !bothOnIt || !call.Callee.Returns.IsEmpty, "the callee is back");
        var heard = call.Callee.Markers.Length;
        await Eventually.HoldsAsync(() => call.Callee.Markers.Length >= heard + 20, "they talk on");
        await enough.CancelAsync();
        await talking.WaitAsync(TestClient.Patience);
        await call.ExpectNothingLostAsync();
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Peer_of_one_whose_instance_was_killed_and_who_does_not_return_is_told_and_free()
    {
        const int Grace = 3;
        await using var redis = await RedisServer.StartAsync();
        await using var killed = await StartAsync(redis, Grace);
        await using var other = await StartAsync(redis, Grace);
        await using var call = await PartyCall.AcceptedAsync(
            await Party.ConnectAsync(killed.WebSocketUrl, Person.New("caller")),
            await Party.ConnectAsync(other.WebSocketUrl, Person.New("callee")));
        await using var third = await Party.ConnectAsync(other.WebSocketUrl, Person.New("third"));

        killed.Send(Signal.Kill);

        // A slot lives 30 s. The rest is the clock of a busy machine.
        var ended = await call.Callee.EventAsync("call.ended", TimeSpan.FromSeconds(30 + Grace + 1));
        ended.ToJsonString().Should().Be(call.Ended("peer_disconnected").ToJsonString());
        await PartyCall.RingAsync(third, call.Callee);
    }

    private static Task<GoringProcess> StartAsync(RedisServer redis, int grace) => GoringProcess.StartReadyAsync(
        ("REDIS_ADDR", redis.Address), ("RECONNECT_GRACE_SECONDS", grace.ToString()));
}
