using Goring.Application.Ice;
using Goring.Domain.Users;
using Goring.Infrastructure.Turn;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Ice;

/// <summary>What <c>ice.servers</c> hands out is what a real coturn lets in.</summary>
public sealed class TurnTests
{
    private const string Secret = "a-secret-of-turn";
    private const string NextSecret = "the-next-secret-of-turn";

    [Fact]
    public async Task Credential_of_the_server_gets_an_allocation()
    {
        await using var turn = await TurnServer.StartAsync(Secret);

        var (username, password, urls) = await AskAsync(turn, Secret);

        urls.Should().Equal(turn.Url);
        (await turn.AllocatesAsync(username, password)).Should().BeTrue();
    }

    [Fact]
    public async Task Credential_of_each_secret_is_good_while_they_are_rotated()
    {
        await using var turn = await TurnServer.StartAsync(Secret, NextSecret);
        var before = await AskAsync(turn, Secret);
        var after = await AskAsync(turn, $"{NextSecret},{Secret}");

        (await turn.AllocatesAsync(before.Username, before.Password)).Should().BeTrue();
        (await turn.AllocatesAsync(after.Username, after.Password)).Should().BeTrue();
    }

    [Fact]
    public async Task Credential_that_is_over_or_of_another_secret_gets_none()
    {
        await using var turn = await TurnServer.StartAsync(Secret);
        var ttl = TimeSpan.FromHours(1);
        var over = new SharedSecretCredentials(
            new IceOptions { TurnSecrets = [Secret], TurnTtl = ttl }, new ClockBehind(ttl + TimeSpan.FromSeconds(5)))
            .For(new UserId("alice"));
        var foreign = await AskAsync(turn, NextSecret);

        (await turn.AllocatesAsync(over.Username, over.Password)).Should().BeFalse();
        (await turn.AllocatesAsync(foreign.Username, foreign.Password)).Should().BeFalse();
    }

    private static async Task<(string Username, string Password, string[] Urls)> AskAsync(TurnServer turn, string secrets)
    {
        await using var server = await GoringServer.StartAsync(("TURN_URLS", turn.Url), ("TURN_SECRET", secrets));
        await using var alice = await Party.ConnectAsync(server.WebSocketUrl, Person.New("alice"));
        var answer = await alice.AskAsync("ice.servers", new { }, "ice.servers");
        ((int)answer["ttl_seconds"]!).Should().Be(3600);
        var entry = answer["ice_servers"]!.AsArray().Should().ContainSingle().Which!;
        return (
            (string)entry["username"]!,
            (string)entry["credential"]!,
            [.. entry["urls"]!.AsArray().Select(url => (string)url!)]);
    }

    private sealed class ClockBehind(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - by;
    }
}
