using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>The <c>id</c> of a message stands in its reply; a command without one is acknowledged.</summary>
public abstract class ReplyTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task Id_is_echoed_by_every_direct_reply()
    {
        await using var call = await fleet.PartiesRingingAsync();
        var session = call.Session;

        await call.Caller.ExpectReplyAsync(
            "call.check_result",
            await call.Caller.AskAsync("call.check", new { session_id = session }),
            new() { ["session_id"] = session, ["exists"] = true, ["state"] = "ringing", ["caller_id"] = call.Caller.Id });
        await ExpectErrorAsync(
            call.Caller,
            await call.Caller.AskAsync("call.accept", new { session_id = session }),
            "unauthorized",
            "call.accept",
            session);
        await ExpectErrorAsync(
            call.Caller,
            await call.Caller.AskAsync("call.start", new { callee_id = "" }),
            "invalid_message",
            "call.start");
        await ExpectErrorAsync(call.Caller, await call.Caller.AskAsync("no.such", new { }), "invalid_message");
        await call.Caller.ExpectReplyAsync("pong", await call.Caller.AskAsync("ping", new { more = 1 }), []);
        await call.Caller.Socket.SendRawAsync("""{"type":"ping","id":"no payload"}""");
        await call.Caller.ExpectReplyAsync("pong", "no payload", []);
    }

    [Fact]
    public async Task Ringing_carries_the_id_and_its_whole_payload()
    {
        await using var caller = await fleet.CallerAsync(speaksV1: true);
        await using var callee = await fleet.CalleeAsync(speaksV1: true);

        var ringing = await caller.ReplyAsync(
            "call.ringing", await caller.AskAsync("call.start", new { callee_id = callee.Id }));

        ringing.Select(field => field.Key).Should().BeEquivalentTo(["session_id", "callee_id"]);
        ((string?)ringing["callee_id"]).Should().Be(callee.Id);
        await callee.ExpectEventAsync("call.ring", PartyCall.RingOf((string)ringing["session_id"]!, caller.Person));
    }

    [Fact]
    public async Task Commands_without_a_reply_are_acknowledged()
    {
        // Party.DoAsync expects the ack, and nothing before it.
        await using var call = await fleet.PartiesAcceptedAsync();
        (string, string)[] relays = [("webrtc.offer", "sdp"), ("webrtc.answer", "sdp"), ("webrtc.ice", "candidate")];
        foreach (var (type, field) in relays)
        {
            await call.Caller.DoAsync(type, new JsonObject { ["session_id"] = call.Session, [field] = "x" });
            await call.Callee.ExpectEventAsync(type, new() { ["session_id"] = call.Session, [field] = "x" });
        }

        await call.EndAsync(call.Callee);
        await call.Caller.ExpectEventAsync("call.ended", call.Ended("ended_by_user", call.Callee.Person));
        await using var next = await PartyCall.RingAsync(call.Caller, call.Callee);
        await next.Callee.DoAsync("call.reject", new { session_id = next.Session });
        await next.Caller.ExpectEventAsync("call.rejected", next.Answered());
    }

    [Fact]
    public async Task Without_an_id_there_is_no_ack_and_replies_carry_none()
    {
        await using var call = await fleet.PartiesAcceptedAsync();

        await call.Caller.Socket.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = "x" });
        await call.Caller.Socket.SendAsync("call.check", new { session_id = call.Session });
        await call.Caller.Socket.SendRawAsync("""{"type":"ping"}""");

        ((string?)(await call.Caller.Socket.NextAsync("call.check_result"))["state"]).Should().Be("accepted");
        (await call.Caller.Socket.NextAsync("pong")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""7""")]
    [InlineData("""null""")]
    [InlineData("""{}""")]
    [InlineData("""["x"]""")]
    [InlineData("""true""")]
    [InlineData("\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    public async Task Id_that_is_no_string_or_too_long_is_refused_and_nothing_is_done(string id)
    {
        await using var call = await fleet.PartiesRingingAsync();

        await call.Callee.Socket.SendRawAsync(
            $$$"""{"type":"call.accept","payload":{"session_id":"{{{call.Session}}}"},"id":{{{id}}}}""");

        var error = await call.Callee.Socket.NextAsync("error");
        ((string?)error["code"]).Should().Be("invalid_message");
        await call.AcceptAsync();
    }

    [Fact]
    public async Task Id_of_64_characters_and_of_any_kind_comes_back_as_it_was()
    {
        await using var client = await fleet.CallerAsync(speaksV1: true);
        foreach (var id in new[] { new string('x', 64), "", "é😀\"\\\n<>&" })
        {
            await client.Socket.SendRawAsync(JsonSerializer.Serialize(new { type = "ping", id }));
            await client.ExpectReplyAsync("pong", id, []);
        }
    }

    [Fact]
    public async Task Client_of_the_base_protocol_knows_no_ping_and_its_id_is_ignored()
    {
        await using var call = await fleet.PartiesAcceptedAsync(callerV1: false, calleeV1: false);
        var caller = call.Caller.Socket;

        await caller.SendAsync("ping", new { });
        await caller.ExpectErrorAsync("invalid_message");
        await caller.SendRawAsync(
            $$$"""{"type":"webrtc.ice","id":7,"payload":{"session_id":"{{{call.Session}}}","candidate":"x"}}""");
        await call.ExpectRelayAsync(call.Callee, "x");
        await caller.SendRawAsync(
            $$$"""{"type":"call.check","id":"mine","payload":{"session_id":"{{{call.Session}}}"}}""");
        ((string?)(await caller.NextAsync("call.check_result"))["state"]).Should().Be("accepted");
    }

    private static async Task ExpectErrorAsync(
        Party client, string id, string code, string? requestType = null, string? session = null)
    {
        var error = await client.ReplyAsync("error", id);
        ((string?)error["message"]).Should().NotBeNullOrWhiteSpace();
        ((string?)error["code"], (string?)error["request_type"], (string?)error["session_id"])
            .Should().Be((code, requestType, session));
    }
}

public sealed class EmbeddedReplyTests(EmbeddedFleet fleet) : ReplyTests<EmbeddedFleet>(fleet);

public sealed class RedisReplyTests(RedisFleet fleet) : ReplyTests<RedisFleet>(fleet);

public sealed class RedisPairReplyTests(RedisPairFleet fleet) : ReplyTests<RedisPairFleet>(fleet);
