using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>A client that resumes gets what it has not got, once, in order, and then what comes.</summary>
public abstract class ResumeTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    /// <summary>Events of the callee after <see cref="RelayedAsync"/>: the ring and the relays.</summary>
    private const int Relays = 10;

    private const int Last = Relays + 1;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(Last - 1)]
    [InlineData(Last)]
    public async Task Events_behind_last_seq_come_in_order_and_then_live_ones(int lastSeq)
    {
        await using var call = await RelayedAsync();
        call.Callee.Socket.Abort();

        await using var back = await call.Callee.ResumeAsync(fleet.CallerSide.WebSocketUrl, lastSeq);

        back.Resumed.Should().BeTrue();
        back.ResumeToken.Should().Be(call.Callee.ResumeToken);
        await call.RelayAsync(call.Caller, "live");
        if (lastSeq == 0)
        {
            await back.ExpectEventAsync("call.ring", PartyCall.RingOf(call.Session, call.Caller.Person));
        }

        for (var i = Math.Max(lastSeq, 1); i < Last; i++)
        {
            await call.ExpectRelayAsync(back, $"relay-{i}");
        }

        await call.ExpectRelayAsync(back, "live");
        await back.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Resume_takes_over_a_connection_that_is_still_open(bool onTheOther)
    {
        await using var call = await RelayedAsync();
        var url = (onTheOther ? fleet.CallerSide : fleet.CalleeSide).WebSocketUrl;

        await using var back = await call.Callee.ResumeAsync(url, Last - 2);

        back.Resumed.Should().BeTrue();
        (await call.Callee.Socket.Closed).Should().Be((4001, "replaced"));
        await call.ExpectRelayAsync(back, $"relay-{Relays - 1}");
        await call.ExpectRelayAsync(back, $"relay-{Relays}");
        await call.RelayAsync(call.Caller, "live");
        await call.ExpectRelayAsync(back, "live");
        await back.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("resume=TOKEN&last_seq=12")]
    [InlineData("resume=TOKEN&last_seq=9223372036854775807")]
    [InlineData("resume=TOKEN&last_seq=99999999999999999999999")]
    [InlineData("resume=TOKEN&last_seq=-1")]
    [InlineData("resume=TOKEN&last_seq=nine")]
    [InlineData("resume=TOKEN&last_seq=1.5")]
    [InlineData("resume=TOKEN&last_seq=")]
    [InlineData("resume=TOKEN")]
    [InlineData("resume=TOKEN&resume=TOKEN&last_seq=3")]
    [InlineData("resume=TOKENx&last_seq=3")]
    [InlineData("resume=0123456789abcdef0123456789abcdef&last_seq=3")]
    [InlineData("resume=%00%F0%9F%98%80'%22&last_seq=3")]
    [InlineData("resume=&last_seq=3")]
    [InlineData("last_seq=3")]
    [InlineData("")]
    public async Task What_is_wrong_with_a_resume_makes_a_new_session_with_the_right_snapshot(string query)
    {
        await using var call = await RelayedAsync();
        await fleet.LoseAsync(call.Callee);
        query = query.Replace("TOKEN", call.Callee.ResumeToken, StringComparison.Ordinal);

        await using var back = await Party.ConnectAsync(
            fleet.CallerSide.WebSocketUrl, call.Callee.Person, query: query);

        await ExpectNewAsync(back, call);
    }

    [Fact]
    public async Task Token_of_another_user_makes_a_new_session()
    {
        await using var call = await RelayedAsync();
        await using var other = await fleet.CalleeAsync(speaksV1: true);
        call.Callee.Socket.Abort();

        await using var back = await Party.ConnectAsync(
            fleet.CallerSide.WebSocketUrl, call.Callee.Person, query: $"resume={other.ResumeToken}&last_seq=0");

        await ExpectNewAsync(back, call);
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task Token_of_an_older_session_of_the_same_user_is_good_no_more()
    {
        await using var call = await RelayedAsync();
        await using var newer = await Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, call.Callee.Person);

        await using var back = await call.Callee.ResumeAsync(fleet.CallerSide.WebSocketUrl);

        await ExpectNewAsync(back, call);
        back.ResumeToken.Should().NotBe(call.Callee.ResumeToken);
    }

    [Fact]
    public async Task Resume_from_before_what_was_handed_over_already_makes_a_new_session()
    {
        await using var call = await RelayedAsync();
        await using var once = await call.Callee.ResumeAsync(fleet.CallerSide.WebSocketUrl, Last - 1);

        await using var twice = await call.Callee.ResumeAsync(fleet.CallerSide.WebSocketUrl, 3);

        await ExpectNewAsync(twice, call);
    }

    /// <summary>An accepted call whose callee has read some relays.</summary>
    private async Task<PartyCall> RelayedAsync()
    {
        var call = await fleet.PartiesAcceptedAsync();
        for (var i = 1; i <= Relays; i++)
        {
            await call.RelayAsync(call.Caller, $"relay-{i}");
            await call.ExpectRelayAsync(call.Callee, $"relay-{i}");
        }

        return call;
    }

    /// <summary>Not resumed, in the call as a callee, and numbered from 1.</summary>
    private static async Task ExpectNewAsync(Party back, PartyCall call)
    {
        back.Resumed.Should().BeFalse();
        var snapshot = new JsonObject
        {
            ["session_id"] = call.Session,
            ["state"] = "accepted",
            ["role"] = "callee",
            ["peer_info"] = call.Caller.Person.Info(),
        };
        JsonNode.DeepEquals(back.Ready!["call"], snapshot).Should().BeTrue("of {0}", back.Ready);
        await call.RelayAsync(call.Caller, "live");
        await call.ExpectRelayAsync(back, "live");
        back.LastSeq.Should().Be(1);
    }
}

public sealed class EmbeddedResumeTests(EmbeddedGraceFleet fleet) : ResumeTests<EmbeddedGraceFleet>(fleet);

public sealed class RedisResumeTests(RedisGraceFleet fleet) : ResumeTests<RedisGraceFleet>(fleet);

public sealed class RedisPairResumeTests(RedisPairGraceFleet fleet) : ResumeTests<RedisPairGraceFleet>(fleet);
