using System.Net;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Who may come, and what a client of <c>goring.v1</c> is told of who is there.</summary>
public sealed class RoomV1Tests(RoomV1Tests.ClosedFleet fleet) : IClassFixture<RoomV1Tests.ClosedFleet>
{
    private static readonly string Expired = Tokens.Sign(new JsonObject { ["hash"] = "user", ["exp"] = 1_000_000_000 });

    private readonly string _room = RoomGuest.NewRoom();

    [Fact]
    public async Task V1_is_told_who_is_there_and_who_comes_and_others_only_their_ids()
    {
        var (ann, ben, cat) = (Person.New("ann"), Person.New("ben"), Person.New("cat"));
        await using var basic = await RoomGuest.ConnectAsync(fleet.CallerSide, ann);
        await basic.JoinAsync(_room);
        await basic.ExpectNothingAsync();
        await using var v1 = await RoomGuest.ConnectAsync(fleet.CalleeSide, ben, speaksV1: true);
        v1.Socket.Subprotocol.Should().Be(Party.V1);

        await v1.JoinAsync(_room);
        await basic.ExpectAsync("new-client", v1);
        await v1.Socket.ExpectAsync("room-members", new()
        {
            ["room_id"] = _room,
            ["members"] = new JsonArray(new JsonObject { ["client_id"] = basic.Id, ["user"] = ann.Info() }),
        });
        foreach (var server in new[] { fleet.CallerSide, fleet.CalleeSide })
        {
            await using var newcomer = await RoomGuest.ConnectAsync(server, cat);
            await newcomer.JoinAsync(_room);
            await basic.ExpectAsync("new-client", newcomer);
            await v1.Socket.ExpectAsync("new-client", new() { ["client_id"] = newcomer.Id, ["user"] = cat.Info() });
            await newcomer.LeaveAsync();
            await basic.ExpectAsync("leave-client", newcomer);
            await v1.ExpectAsync("leave-client", newcomer);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Who_has_no_token_or_a_bad_one_is_not_let_in(bool anonymous, bool withToken)
    {
        await using var server = await GoringServer.StartAsync(("ROOMS_ANONYMOUS", anonymous ? "true" : "false"));

        using var response = await Handshake.UpgradeAtAsync(
            server, "connect", withToken ? [("Authorization", $"Bearer {Expired}")] : []);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, Expired);
    }

    [Fact]
    public async Task Where_anybody_may_come_the_user_of_a_good_token_is_known()
    {
        var ann = Person.New("ann");
        await using var server = await GoringServer.StartAsync(("ROOMS_ANONYMOUS", "true"));
        await using var v1 = await RoomGuest.ConnectAsync(server, speaksV1: true);
        await v1.JoinAsync(_room);
        await v1.Socket.NextAsync("room-members");

        await using var known = await RoomGuest.ConnectAsync(server, ann);
        await known.JoinAsync(_room);
        await v1.Socket.ExpectAsync("new-client", new() { ["client_id"] = known.Id, ["user"] = ann.Info() });
        await using var unknown = await RoomGuest.ConnectAsync(server);
        await unknown.JoinAsync(_room);
        await v1.Socket.ExpectAsync("new-client", new() { ["client_id"] = unknown.Id });
    }

    [Fact]
    public async Task Origin_that_is_not_allowed_gets_403_and_a_plain_request_426()
    {
        await using var server = await GoringServer.StartAsync(
            ("ROOMS_ANONYMOUS", "true"), ("ALLOWED_ORIGINS", "https://app.test"));

        using var refused = await Handshake.UpgradeAtAsync(server, "connect", ("Origin", "https://evil.test"));
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        using var plain = await Handshake.GetAsync(server, "connect");
        await plain.ShouldBeProblemAsync(HttpStatusCode.UpgradeRequired);
        using var let = await Handshake.UpgradeAtAsync(server, "connect", ("Origin", "https://app.test"));
        let.ShouldUpgrade();
    }

    [Fact]
    public async Task In_development_anybody_may_come()
    {
        await using var server = await GoringServer.StartAsync("Development");

        await using var guest = await RoomGuest.ConnectAsync(server);

        await guest.ExpectNothingAsync();
    }

    /// <summary>Where a token is asked for, as it is unless one says otherwise.</summary>
    public sealed class ClosedFleet : RedisPairFleet;
}
