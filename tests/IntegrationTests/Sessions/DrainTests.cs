using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>What the clients of a server hear that is told to stop.</summary>
public sealed class DrainTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Terminated_server_tells_v1_when_to_come_back_and_closes_with_1012(string drainSeconds)
    {
        await using var process = await GoringProcess.StartReadyAsync(("DRAIN_SECONDS", drainSeconds));
        await using var v1 = await ConnectAsync(process);
        await using var basic = await ConnectAsync(process, speaksV1: false);

        process.Send(Signal.Terminate);

        var closing = await v1.Socket.NextAsync("session.closing");
        closing.Select(field => field.Key).Should().BeEquivalentTo(["reason", "retry_after_ms"]);
        ((string?)closing["reason"]).Should().NotBeNullOrWhiteSpace();
        ((int)closing["retry_after_ms"]!).Should().BeInRange(0, 10_000);
        (await v1.Socket.Closed).Code.Should().Be(1012);
        v1.Socket.HasFrames.Should().BeFalse();
        (await basic.Socket.Closed).Code.Should().Be(1012);
        basic.Socket.HasFrames.Should().BeFalse();
        (await process.ExitAsync(seconds: 15)).Should().Be(0);
    }

    [Fact]
    public async Task Every_command_that_a_stopping_server_did_was_answered()
    {
        await using var redis = await RedisServer.StartAsync();
        (string, string?)[] settings = [("REDIS_ADDR", redis.Address), ("RECONNECT_GRACE_SECONDS", "10")];
        await using var stopping = await GoringProcess.StartReadyAsync(settings);
        await using var staying = await GoringProcess.StartReadyAsync(settings);
        await using var call = await PartyCall.AcceptedAsync(await ConnectAsync(stopping), await ConnectAsync(staying));
        var sending = SendUntilClosedAsync(call);
        for (var i = 0; i < 20; i++)
        {
            await call.Callee.EventAsync("webrtc.ice");
        }

        stopping.Send(Signal.Terminate);

        await sending.WaitAsync(TimeSpan.FromSeconds(20));
        var answered = await AcksAsync(call.Caller.Socket);
        (await call.Caller.Socket.Closed).Code.Should().Be(1012);

        // What reaches the callee in front of a last relay is all that the stopping server did.
        await call.ReturnCallerAsync(staying.WebSocketUrl);
        await call.RelayAsync(call.Caller, "last");
        List<string> relayed = [];
        while (relayed.LastOrDefault() != "last")
        {
            relayed.Add((string)(await call.Callee.EventAsync("webrtc.ice"))["candidate"]!);
        }

        answered.Skip(20).Should().Equal(relayed[..^1]);
    }

    private static Task<Party> ConnectAsync(GoringProcess process, bool speaksV1 = true) =>
        Party.ConnectAsync(process.WebSocketUrl, Person.New("client"), speaksV1);

    /// <summary>Sends without waiting for answers, so that there always is one under way.</summary>
    private static async Task SendUntilClosedAsync(PartyCall call)
    {
        try
        {
            for (var i = 0; !call.Caller.Socket.IsClosed; i++)
            {
                var payload = new { session_id = call.Session, candidate = $"marker-{i}" };
                await call.Caller.Socket.SendRawAsync(
                    JsonSerializer.Serialize(new { type = "webrtc.ice", id = $"marker-{i}", payload }));
                await Task.Yield();
            }
        }
        catch (Exception error) when (error is WebSocketException or InvalidOperationException or IOException)
        {
            // Closed.
        }
    }

    /// <summary>The ids of all acks up to <c>session.closing</c>, behind which nothing comes.</summary>
    private static async Task<List<string>> AcksAsync(TestClient socket)
    {
        List<string> ids = [];
        while (JsonNode.Parse(await socket.NextAsync())!.AsObject() is var frame
            && (string?)frame["type"] != "session.closing")
        {
            ((string?)frame["type"]).Should().Be("ack");
            ids.Add((string)frame["id"]!);
        }

        await socket.Closed;
        socket.HasFrames.Should().BeFalse();
        return ids;
    }
}
