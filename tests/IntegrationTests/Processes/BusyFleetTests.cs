using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>
/// Many clients at once on two instances: what arrives while the one thread that hears of sockets has others' messages in hand is heard of after it was read
/// (docs/decisions/0097), which must neither end a connection nor keep that thread.
/// </summary>
public sealed class BusyFleetTests
{
    private const int Clients = 60;
    private const int Rounds = 150;

    [Fact]
    public async Task All_are_answered_for_as_long_as_they_ask()
    {
        await using var redis = await RedisServer.StartAsync();
        (string, string?)[] settings = [("REDIS_ADDR", redis.Address), ("RATE_LIMIT_MESSAGES_PER_SECOND", "0")];
        await using var one = await GoringProcess.StartReadyAsync(settings);
        await using var other = await GoringProcess.StartReadyAsync(settings);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => AskAsync(i % 2 == 0 ? one : other))).WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static async Task AskAsync(GoringProcess server)
    {
        await using var client = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("busy"), TokenPlace.Header);
        for (var i = 0; i < Rounds; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 1 + (i % 4)).Select(_ => client.SendAsync("call.check", new { session_id = "none" })));
            for (var answer = 0; answer <= i % 4; answer++)
            {
                (await client.NextAsync()).Should().Contain("call.check_result");
            }
        }
    }
}
