using Goring.IntegrationTests.Harness;
using StackExchange.Redis;

namespace Goring.IntegrationTests.Redis;

/// <summary>What stands in Redis, as docs/protocol.md, part 6, fixes it.</summary>
public sealed class DataModelTests(RedisPairFleet fleet) : IClassFixture<RedisPairFleet>, IAsyncLifetime
{
    private OlderServer _redis = null!;

    private IDatabase Database => _redis.Database;

    public async Task InitializeAsync() => _redis = await OlderServer.StartAsync(fleet.Redis!);

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Slot_is_a_string_of_30_seconds_that_names_the_server()
    {
        await using var client = await fleet.CallerAsync();
        var key = $"ws:user:{client.Id}";

        (await Database.KeyTypeAsync(key)).Should().Be(RedisType.String);
        ((string?)await Database.StringGetAsync(key)).Should().Be(fleet.CallerSide.ServerId);
        await TimeToLiveShouldBeAsync(key, 30);
    }

    [Fact]
    public async Task Session_is_a_hash_of_120_seconds_with_the_fields_of_the_protocol()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await using var call = await fleet.RingingAsync();
        var key = $"call:session:{call.Session}";

        (await Database.KeyTypeAsync(key)).Should().Be(RedisType.Hash);
        var fields = await FieldsAsync(key);
        fields.Should().Contain(new Dictionary<string, string>
        {
            ["caller_id"] = call.Caller.Id,
            ["callee_id"] = call.Callee.Id,
            ["state"] = "ringing",
            ["device_token"] = "",
            ["device_os"] = "",
        });
        long.Parse(fields["created_at"]).Should().BeInRange(before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        await TimeToLiveShouldBeAsync(key, 120);

        await call.AcceptAsync();

        var accepted = await FieldsAsync(key);
        accepted["state"].Should().Be("accepted");
        accepted["state"] = "ringing";
        accepted.Should().Contain(fields, "an accept changes no other field");
        await TimeToLiveShouldBeAsync(key, 120);
    }

    [Fact]
    public async Task Users_key_is_a_string_of_120_seconds_with_the_session()
    {
        await using var call = await fleet.RingingAsync();

        foreach (var client in new[] { call.Caller, call.Callee })
        {
            var key = $"call:user:{client.Id}";
            (await Database.KeyTypeAsync(key)).Should().Be(RedisType.String);
            ((string?)await Database.StringGetAsync(key)).Should().Be(call.Session);
            await TimeToLiveShouldBeAsync(key, 120);
        }
    }

    [Fact]
    public async Task Every_key_has_a_time_to_live()
    {
        await using var ringing = await fleet.RingingAsync();
        await using var accepted = await fleet.AcceptedAsync();

        var keys = _redis.KeysOf("");

        keys.Should().NotBeEmpty();
        foreach (var key in keys)
        {
            // Null where it went since; a key without one would say TimeSpan.MaxValue or nothing and still exist.
            var left = await Database.KeyTimeToLiveAsync(key);
            (left is not null || !await Database.KeyExistsAsync(key)).Should().BeTrue("{0} has a time to live", key);
        }
    }

    [Theory]
    [InlineData("call.end", true)]
    [InlineData("call.reject", false)]
    public async Task Nothing_of_a_call_is_left_when_it_is_over(string step, bool byCaller)
    {
        await using var call = await fleet.RingingAsync();
        await call.SendAsync(byCaller ? call.Caller : call.Callee, step);
        await call.PeerOf(byCaller ? call.Caller : call.Callee).NextAsync();

        _redis.KeysOf(call.Session).Should().BeEmpty();
        (await Database.KeyExistsAsync($"call:user:{call.Caller.Id}")).Should().BeFalse();
        (await Database.KeyExistsAsync($"call:user:{call.Callee.Id}")).Should().BeFalse();
        (await Database.SortedSetScoreAsync("call:deadlines", $"ring:{call.Session}")).Should().BeNull();
    }

    [Fact]
    public async Task Nothing_of_anybody_is_left_when_all_have_gone()
    {
        await using var call = await fleet.AcceptedAsync();
        await using var idle = await fleet.CallerAsync("idle");

        idle.Abort();
        call.Caller.Abort();
        await call.Callee.NextAsync("call.ended");
        await call.Callee.LeaveAsync();

        await Eventually.HoldsAsync(
            () => new[] { idle.Id, call.Caller.Id, call.Callee.Id, call.Session }.All(id => _redis.KeysOf(id).Length == 0),
            "their keys are gone");
        var due = await Database.SortedSetRangeByRankAsync("call:deadlines");
        due.Should().NotContain(member => ((string)member!).EndsWith(call.Caller.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("user[1]")]
    [InlineData("a:b")]
    [InlineData("?")]
    [InlineData("x y\n\"{z}\"'\\")]
    public async Task Id_with_the_characters_of_patterns_is_a_key_and_never_a_pattern(string id)
    {
        var odd = new Person($"{Guid.NewGuid():N}{id}", "Odd");
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync(odd);
        await using var alike = await fleet.CalleeAsync(new Person(odd.Id[..32] + "user1"));
        await using var all = await fleet.CallerAsync(new Person($"*{Guid.NewGuid():N}"));
        await using var call = await Call.StartAsync(caller, callee);

        ((string?)await Database.StringGetAsync($"ws:user:{odd.Id}")).Should().Be(fleet.CalleeSide.ServerId);
        await call.AcceptAsync();
        await call.Caller.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "for one" });
        ((string?)(await callee.NextAsync("webrtc.offer"))["sdp"]).Should().Be("for one");
        await call.EndAsync(callee);
        await alike.ExpectNothingAsync();
        await all.ExpectNothingAsync();
    }

    [Fact]
    public async Task Thousand_users_take_a_handful_of_connections()
    {
        List<TestClient> clients = [];
        for (var batch = 0; batch < 20; batch++)
        {
            clients.AddRange(await Eventually.AllAsync(Enumerable.Range(0, 50).Select(_ => fleet.CallerAsync())));
        }

        // Both servers of this fleet bear the name.
        _redis.ConnectionsNamed("goring").Should().BeInRange(2, 5, "both servers together hold no more than one may");
        await Eventually.AllAsync(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    private async Task<Dictionary<string, string>> FieldsAsync(string key) => (await Database.HashGetAllAsync(key))
        .ToDictionary(field => (string)field.Name!, field => (string)field.Value!);

    private async Task TimeToLiveShouldBeAsync(string key, int seconds) =>
        (await Database.KeyTimeToLiveAsync(key)).Should().BeCloseTo(TimeSpan.FromSeconds(seconds - 1), TimeSpan.FromSeconds(1.5));
}
