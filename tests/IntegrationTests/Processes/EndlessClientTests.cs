using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>
/// Clients that send faster than they are answered, without end. Where sockets are served on the thread that hears of them
/// (docs/decisions/0083) one such client would be enough to keep all others waiting, had it not turns.
/// </summary>
public sealed class EndlessClientTests
{
    private const int Patience = 20;
    private const int Endless = 4;

    /// <summary>Frames that the server answers with nothing, so that nothing else ends whoever sends them.</summary>
    public static TheoryData<string, byte[]> Frames => new()
    {
        { "a message", [0x81, 0x80 | 16, 0, 0, 0, 0, .. """{"type":"leave"}"""u8] },
        { "a pong", [0x8a, 0x80, 0, 0, 0, 0] },
        { "a long pong", [0x8a, 0x80 | 125, 0, 0, 0, 0, .. new byte[125]] },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public Task Others_have_their_turn_beside_those_who_send_on_and_on(string what, byte[] frame) =>
        CallBesideAsync(what, frame);

    /// <summary>The client of Redis waits for its turn on the same thread.</summary>
    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Others_have_their_turn_beside_redis(string what, byte[] frame)
    {
        await using var redis = await RedisServer.StartAsync();
        await CallBesideAsync(what, frame, ("REDIS_ADDR", redis.Address));
    }

    /// <summary>As with TLS or push: sockets are served by the thread pool, which has a thread for a processor.</summary>
    [Theory]
    [MemberData(nameof(Frames))]
    public Task Others_have_their_turn_in_the_thread_pool_too(string what, byte[] frame) =>
        CallBesideAsync(what, frame, ("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "0"));

    private static async Task CallBesideAsync(string what, byte[] frame, params (string, string?)[] settings)
    {
        await using var server = await GoringProcess.StartReadyAsync([("RATE_LIMIT_MESSAGES_PER_SECOND", "0"), .. settings]);
        await using var other = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("other"), TokenPlace.Header);
        var endless = await Task.WhenAll(
            Enumerable.Range(0, Endless).Select(_ => RawClient.ConnectAsync(server.Port, Person.New("endless"), "/connect")));
        using var over = new CancellationTokenSource();
        var all = endless.Select(client => client.SendWithoutEnd(frame, over.Token)).ToList();
        await Task.WhenAll(all.Select(one => one.Begun)).WaitAsync(TimeSpan.FromSeconds(Patience));

        for (var i = 0; i < 200; i++)
        {
            await other.SendAsync("call.check", new { session_id = "none" });
            (await other.NextAsync(TimeSpan.FromSeconds(Patience))).Should().Contain("call.check_result");
        }

        await using var newcomer = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("newcomer"), TokenPlace.Header);
        all.Should().OnlyContain(one => !one.Sending.IsCompleted, $"{what} was sent all the while");
        await over.CancelAsync();
        await Task.WhenAll(all.Select(one => one.Sending.ContinueWith(static _ => { }, TaskScheduler.Default)));
        foreach (var client in endless)
        {
            await client.DisposeAsync();
        }
    }
}
