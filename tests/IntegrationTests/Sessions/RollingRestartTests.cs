using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>Every instance of a fleet is replaced while people talk.</summary>
public sealed class RollingRestartTests
{
    private const int Calls = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private volatile IReadOnlyList<Uri> _first = [];
    private volatile IReadOnlyList<Uri> _second = [];

    [Fact]
    public async Task Rolling_restart_loses_no_call_and_no_event()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var two = await StartAsync(redis);
        Balance(one, two);
        var calls = await Eventually.AllAsync(
            Enumerable.Range(0, Calls).Select(_ => RoamingCall.StartAsync(() => _first, () => _second)), seconds: 60);
        using var enough = new CancellationTokenSource();
        var talking = calls.Select(call => call.TalkAsync(Pause, enough.Token)).ToArray();

        await using var newOne = await ReplaceAsync(redis, one, two);
        await using var newTwo = await ReplaceAsync(redis, two, newOne);

        // Those who came back know the session again: then there was something to survive.
        await Eventually.HoldsAsync(
            () => calls.All(call => !call.Caller.Returns.IsEmpty && !call.Callee.Returns.IsEmpty), "all are back");
        await enough.CancelAsync();
        await Eventually.AllAsync(talking);
        await Eventually.AllAsync(calls.Select(call => call.ExpectNothingLostAsync()), seconds: 60);
        calls.Sum(call => call.Acked).Should().BeGreaterThan(10 * Calls);
        await Eventually.AllAsync(calls.Select(call => call.DisposeAsync().AsTask()));
    }

    private static Task<GoringProcess> StartAsync(RedisServer redis) => GoringProcess.StartReadyAsync(
        ("REDIS_ADDR", redis.Address), ("DRAIN_SECONDS", "2"), ("RECONNECT_GRACE_SECONDS", "10"));

    /// <summary>Terminates an instance; once it is gone a new one takes its place.</summary>
    private async Task<GoringProcess> ReplaceAsync(RedisServer redis, GoringProcess old, GoringProcess other)
    {
        Balance(other, other);
        old.Send(Signal.Terminate);
        (await old.ExitAsync(seconds: 20)).Should().Be(0);
        var replacement = await StartAsync(redis);
        Balance(other, replacement);
        return replacement;
    }

    /// <summary>Callers are sent to the one, callees to the other, as long as it lets them in.</summary>
    private void Balance(GoringProcess callers, GoringProcess callees)
    {
        _first = [callers.WebSocketUrl, callees.WebSocketUrl];
        _second = [callees.WebSocketUrl, callers.WebSocketUrl];
    }
}
