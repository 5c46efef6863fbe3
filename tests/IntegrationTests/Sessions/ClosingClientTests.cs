using Goring.Application.Connections;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>Between the server's close and the end of a socket nothing more goes out over it.</summary>
public sealed class ClosingClientTests
{
    [Fact]
    public async Task Relay_acknowledged_while_a_base_client_is_being_closed_is_delivered_on_return()
    {
        await using var redis = await RedisServer.StartAsync();
        (string, string?)[] settings = [("REDIS_ADDR", redis.Address), ("RECONNECT_GRACE_SECONDS", "20")];
        await using var stopping = await GoringServer.StartAsync(settings);
        await using var staying = await GoringServer.StartAsync(settings);
        await using var caller = await Party.ConnectAsync(staying.WebSocketUrl, Person.New("caller"));
        await using var callee = await RawClient.ConnectAsync(stopping, Person.New("callee"));
        var ringing = await caller.AskAsync("call.start", new { callee_id = callee.Person.Id }, "call.ringing");
        var session = (string)ringing["session_id"]!;
        await callee.SendAsync("call.accept", session);
        await caller.EventAsync("call.accepted");

        // The callee takes its time to answer the close.
        var stop = stopping.StopAsync();
        await Eventually.HoldsAsync(
            () => stopping.Get<ConnectionRegistry>().Snapshot().All(client => client.IsClosing), "the close is sent");
        await caller.DoAsync("webrtc.ice", new { session_id = session, candidate = "x" });
        await stop;

        await using var back = await Party.ConnectAsync(staying.WebSocketUrl, callee.Person, speaksV1: false);
        await back.ExpectEventAsync("webrtc.ice", new() { ["session_id"] = session, ["candidate"] = "x" });
    }
}
