using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>
/// A client that sends faster than it is answered, without end. Where sockets are served on the thread that hears of them,
/// which is otherwise much the cheapest way, one such client is enough to keep all others waiting.
/// </summary>
public sealed class EndlessClientTests
{
    private const int Patience = 20;

    /// <summary>Frames that the server answers with nothing, so that nothing else ends whoever sends them.</summary>
    public static TheoryData<string, byte[]> Frames => new()
    {
        { "a message", [0x81, 0x80 | 16, 0, 0, 0, 0, .. """{"type":"leave"}"""u8] },
        { "a pong", [0x8a, 0x80, 0, 0, 0, 0] },
        { "a long pong", [0x8a, 0x80 | 125, 0, 0, 0, 0, .. new byte[125]] },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task Others_have_their_turn_beside_one_who_sends_on_and_on(string what, byte[] frame)
    {
        await using var server = await GoringProcess.StartReadyAsync(("RATE_LIMIT_MESSAGES_PER_SECOND", "0"));
        await using var other = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("other"), TokenPlace.Header);
        await using var endless = await RawClient.ConnectAsync(server.Port, Person.New("endless"), "/connect");
        using var over = new CancellationTokenSource();
        var (sending, begun) = endless.SendWithoutEnd(frame, over.Token);
        await begun.WaitAsync(TimeSpan.FromSeconds(Patience));

        for (var i = 0; i < 200; i++)
        {
            await other.SendAsync("call.check", new { session_id = "none" });
            (await other.NextAsync(TimeSpan.FromSeconds(Patience))).Should().Contain("call.check_result");
        }

        await using var newcomer = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("newcomer"), TokenPlace.Header);
        sending.IsCompleted.Should().BeFalse($"{what} was sent all the while");
        await over.CancelAsync();
        await sending.ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
