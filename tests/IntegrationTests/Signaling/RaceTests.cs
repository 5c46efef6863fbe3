using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>Of two steps that race over sockets exactly one wins, and nobody is left busy: the next round rings.</summary>
public abstract class RaceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    private const int Rounds = 1000;

    [Fact]
    public async Task Accept_against_end()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var (ofCaller, ofCallee) = await RaceAsync(caller, "call.end", callee, "call.accept");

            ofCaller.Error.Should().BeNull("an end is possible before and after an accept");
            await ofCallee.HearAsync("call.ended");
            if (ofCallee.Error is null)
            {
                await ofCaller.HearAsync("call.accepted");
            }

            ofCallee.Events.Should().Equal("call.ended");
            ofCaller.Events.Should().Equal(ofCallee.Error is null ? ["call.accepted"] : []);
        }
    }

    [Fact]
    public async Task Reject_against_end()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var (ofCaller, ofCallee) = await RaceAsync(caller, "call.end", callee, "call.reject");

            await OneWinsAsync(ofCaller, "call.rejected", ofCallee, "call.ended");
        }
    }

    [Fact]
    public async Task End_against_end()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var (ofCaller, ofCallee) = await RaceAsync(caller, "call.end", callee, "call.end");

            await OneWinsAsync(ofCaller, "call.ended", ofCallee, "call.ended");
        }
    }

    [Fact]
    public async Task Two_who_ring_each_other_get_one_call()
    {
        await using var one = await fleet.CallerAsync("one");
        await using var other = await fleet.CalleeAsync("other");
        for (var round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(
                one.SendAsync("call.start", new { callee_id = other.Id }),
                other.SendAsync("call.start", new { callee_id = one.Id }));
            var ofOne = await Answers.ReadAsync(one);
            var ofOther = await Answers.ReadAsync(other);

            var (winner, loser) = ofOne.Error is null ? (ofOne, ofOther) : (ofOther, ofOne);
            loser.Error.Should().Be("user_busy");
            await loser.HearAsync("call.ring");
            winner.Error.Should().BeNull();
            winner.Events.Should().Equal("call.ringing");
            loser.Events.Should().Equal("call.ring");
            await winner.Client.SendAsync("call.end", new { session_id = winner.Session });
            await loser.Client.NextAsync("call.ended");
        }
    }

    [Fact]
    public async Task Of_ten_callers_of_one_callee_one_gets_through()
    {
        await using var callee = await fleet.CalleeAsync();
        var callers = await Eventually.AllAsync(Enumerable.Range(0, 10).Select(_ => fleet.CallerAsync()));
        for (var round = 0; round < Rounds; round++)
        {
            await Eventually.AllAsync(
                callers.Select(caller => caller.SendAsync("call.start", new { callee_id = callee.Id })));
            var answers = await Eventually.AllAsync(callers.Select(Answers.ReadAsync));

            var winner = answers.Should().ContainSingle(answer => answer.Error == null).Subject;
            answers.Where(answer => answer != winner).Should().OnlyContain(answer => answer.Error == "user_busy");
            ((string?)(await callee.NextAsync("call.ring"))["caller_id"]).Should().Be(winner.Client.Id);
            await callee.SendAsync("call.end", new { session_id = winner.Session });
            await winner.Client.NextAsync("call.ended");
            await callee.ExpectNothingAsync();
        }

        await Eventually.AllAsync(callers.Select(caller => caller.DisposeAsync().AsTask()));
    }

    private static async Task<(Answers OfCaller, Answers OfCallee)> RaceAsync(
        TestClient caller, string step, TestClient callee, string otherStep)
    {
        var call = await Call.StartAsync(caller, callee);
        await Task.WhenAll(call.SendAsync(caller, step), call.SendAsync(callee, otherStep));
        return (await Answers.ReadAsync(caller), await Answers.ReadAsync(callee));
    }

    /// <summary>One gets an error, and hears what the other did; the other hears nothing.</summary>
    private static async Task OneWinsAsync(Answers one, string oneHears, Answers other, string otherHears)
    {
        var (winner, loser, hears) = other.Error is null ? (other, one, oneHears) : (one, other, otherHears);
        loser.Error.Should().BeOneOf("invalid_state", "session_not_found");
        await loser.HearAsync(hears);
        loser.Events.Should().Equal(hears);
        winner.Error.Should().BeNull();
        winner.Events.Should().BeEmpty();
    }

    /// <summary>What one client got until a question asked behind its step was answered, and after.</summary>
    private sealed class Answers(TestClient client)
    {
        public TestClient Client => client;

        public string? Error { get; private set; }

        public string? Session { get; private set; }

        public List<string> Events { get; } = [];

        public static async Task<Answers> ReadAsync(TestClient client)
        {
            var question = Guid.NewGuid().ToString();
            await client.SendAsync("call.check", new { session_id = question });
            var answers = new Answers(client);
            while (await answers.TakeAsync() != question)
            {
            }

            return answers;
        }

        /// <summary>Reads on until that event is among those that came.</summary>
        public async Task HearAsync(string type)
        {
            while (!Events.Contains(type))
            {
                await TakeAsync();
            }
        }

        private async Task<string?> TakeAsync()
        {
            var frame = JsonNode.Parse(await client.NextAsync())!;
            var type = (string)frame["type"]!;
            var session = (string?)frame["payload"]!["session_id"];
            switch (type)
            {
                case "call.check_result":
                    return session;
                case "error":
                    Error.Should().BeNull();
                    Error = (string?)frame["payload"]!["code"];
                    return null;
                default:
                    Events.Add(type);
                    Session = session;
                    return null;
            }
        }
    }
}

public sealed class EmbeddedRaceTests(EmbeddedFleet fleet) : RaceTests<EmbeddedFleet>(fleet);

public sealed class RedisRaceTests(RedisFleet fleet) : RaceTests<RedisFleet>(fleet);

public sealed class RedisPairRaceTests(RedisPairFleet fleet) : RaceTests<RedisPairFleet>(fleet);
