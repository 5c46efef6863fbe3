using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary><c>session.ready</c>: the first message to a <c>goring.v1</c> client, and what it says of their call.</summary>
public abstract class SessionReadyTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task First_message_tells_the_session_and_that_there_is_no_call()
    {
        await using var client = await fleet.CallerAsync(speaksV1: true);

        ExpectReady(client, null);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Profile_fields_that_the_token_left_out_are_left_out()
    {
        await using var client = await Party.ConnectAsync(
            fleet.CallerSide.WebSocketUrl, new Person($"bare-{Guid.NewGuid():N}"));

        ExpectReady(client, null);
    }

    [Fact]
    public async Task Two_sessions_have_different_ids_and_tokens()
    {
        await using var one = await fleet.CallerAsync(speaksV1: true);
        await using var two = await Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, one.Person);

        ((string?)two.Ready!["connection_id"]).Should().NotBe((string?)one.Ready!["connection_id"]);
        two.ResumeToken.Should().NotBe(one.ResumeToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Snapshot_tells_each_party_of_a_ringing_and_of_an_accepted_call(bool peerSpeaksV1)
    {
        await using var call = await fleet.PartiesRingingAsync(peerSpeaksV1, peerSpeaksV1);
        await ExpectSnapshotsAsync(call, "ringing");

        await using var accepted = await fleet.PartiesAcceptedAsync(peerSpeaksV1, peerSpeaksV1);
        await ExpectSnapshotsAsync(accepted, "accepted");
    }

    [Theory]
    [InlineData("goring.v1")]
    [InlineData("goring.v1", "goring")]
    [InlineData("goring", "goring.v1")]
    public async Task Subprotocol_chosen_is_v1_and_never_the_token(params string[] offered)
    {
        await using var socket = await TestClient.ConnectAsync(
            fleet.CallerSide.WebSocketUrl, Person.New("browser"), TokenPlace.Subprotocol, null, offered);

        socket.Subprotocol.Should().Be("goring.v1");
        await socket.NextAsync("session.ready");
    }

    private async Task ExpectSnapshotsAsync(PartyCall call, string state)
    {
        var roles = new[] { (call.Caller, "caller", call.Callee), (call.Callee, "callee", call.Caller) };
        foreach (var (party, role, peer) in roles)
        {
            await using var back = await Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, party.Person);
            ExpectReady(back, new()
            {
                ["session_id"] = call.Session,
                ["state"] = state,
                ["role"] = role,
                ["peer_info"] = Known(peer.Person, role, state),
            });
        }
    }

    /// <summary>A profile is its owner's token: the callee's is not known before they have answered.</summary>
    private static JsonObject Known(Person peer, string role, string state) =>
        (role, state) is ("caller", "ringing") ? new() { ["user_id"] = peer.Id } : peer.Info();

    private void ExpectReady(Party client, JsonObject? call)
    {
        var id = (string?)client.Ready!["connection_id"];
        id.Should().NotBeNullOrWhiteSpace();
        client.ResumeToken.Length.Should().BeGreaterThan(16);
        var expected = new JsonObject
        {
            ["connection_id"] = id,
            ["server_id"] = fleet.CallerSide.ServerId,
            ["user"] = client.Person.Info(),
            ["heartbeat_seconds"] = 20,
            ["resume_token"] = client.ResumeToken,
            ["resume_window_seconds"] = 120,
            ["resumed"] = false,
            ["call"] = call,
        };
        JsonNode.DeepEquals(client.Ready, expected).Should().BeTrue("wanted {0}, got {1}", expected, client.Ready);
    }
}

public sealed class EmbeddedSessionReadyTests(EmbeddedGraceFleet fleet) : SessionReadyTests<EmbeddedGraceFleet>(fleet);

public sealed class RedisSessionReadyTests(RedisGraceFleet fleet) : SessionReadyTests<RedisGraceFleet>(fleet);

public sealed class RedisPairSessionReadyTests(RedisPairGraceFleet fleet)
    : SessionReadyTests<RedisPairGraceFleet>(fleet);
