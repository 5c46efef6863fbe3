using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Push;

/// <summary>The two HTTP calls of docs/protocol.md, part 2: who may, and what each state answers.</summary>
public abstract class CallEndpointTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Theory]
    [InlineData("callee")]
    [InlineData("caller")]
    public async Task Party_reads_the_call_with_their_own_token(string who)
    {
        await using var call = await fleet.AcceptedAsync();
        var reader = who == "callee" ? call.Callee : call.Caller;

        using var standing = await AskAsync(HttpMethod.Get, $"calls/{call.Session}", Tokens.For(reader.Person));

        standing.StatusCode.Should().Be(HttpStatusCode.OK);
        standing.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        standing.Headers.CacheControl!.NoStore.Should().BeTrue();
        JsonNode.DeepEquals(await JsonOf(standing), new JsonObject
        {
            ["session_id"] = call.Session,
            ["exists"] = true,
            ["state"] = "accepted",
            ["caller_id"] = call.Caller.Id,
        }).Should().BeTrue();
    }

    [Fact]
    public async Task Call_that_is_not_there_does_not_exist()
    {
        var session = Guid.NewGuid().ToString();
        var ringToken = RingTokenOf(session);
        foreach (var token in new[] { Tokens.For(Person.New("anybody")), ringToken })
        {
            using var standing = await AskAsync(HttpMethod.Get, $"calls/{session}", token);
            standing.StatusCode.Should().Be(HttpStatusCode.OK);
            JsonNode.DeepEquals(
                await JsonOf(standing), new JsonObject { ["session_id"] = session, ["exists"] = false }).Should().BeTrue();

            using var rejected = await AskAsync(HttpMethod.Post, $"calls/{session}/reject", token);
            await ShouldBeAsync(rejected, HttpStatusCode.NotFound, "session_not_found");
        }
    }

    [Fact]
    public async Task Callee_rejects_with_their_own_token_and_is_shown_by_it()
    {
        await using var call = await fleet.RingingAsync();

        using var rejected = await AskAsync(
            HttpMethod.Post, $"calls/{call.Session}/reject", Tokens.For(call.Callee.Person));

        rejected.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await call.Caller.NextAsync("call.rejected"))["callee_info"]!.ToJsonString()
            .Should().Be(call.Callee.Person.Info().ToJsonString());
        using var again = await AskAsync(
            HttpMethod.Post, $"calls/{call.Session}/reject", Tokens.For(call.Callee.Person));
        await ShouldBeAsync(again, HttpStatusCode.NotFound, "session_not_found");
    }

    [Theory]
    [InlineData("a stranger")]
    [InlineData("the caller")]
    public async Task Nobody_but_the_callee_rejects_and_no_stranger_reads(string who)
    {
        await using var call = await fleet.RingingAsync();
        var token = Tokens.For(who == "the caller" ? call.Caller.Person : Person.New("stranger"));

        using var rejected = await AskAsync(HttpMethod.Post, $"calls/{call.Session}/reject", token);
        using var read = await AskAsync(HttpMethod.Get, $"calls/{call.Session}", token);

        await ShouldBeAsync(rejected, HttpStatusCode.Forbidden, "unauthorized");
        if (who == "the caller")
        {
            read.StatusCode.Should().Be(HttpStatusCode.OK);
        }
        else
        {
            await ShouldBeAsync(read, HttpStatusCode.Forbidden, "unauthorized");
        }

        await ShouldStillRingAsync(call);
    }

    [Fact]
    public async Task Ring_token_is_good_while_it_rings_and_no_longer()
    {
        await using var call = await fleet.RingingAsync();
        var token = RingTokenOf(call.Session);
        using (var ringing = await AskAsync(HttpMethod.Get, $"calls/{call.Session}", token))
        {
            ((string?)(await JsonOf(ringing))!["state"]).Should().Be("ringing");
        }

        await call.AcceptAsync();

        using var read = await AskAsync(HttpMethod.Get, $"calls/{call.Session}", token);
        using var rejected = await AskAsync(HttpMethod.Post, $"calls/{call.Session}/reject", token);
        await ShouldBeAsync(read, HttpStatusCode.Unauthorized);
        await ShouldBeAsync(rejected, HttpStatusCode.Conflict, "invalid_state");
    }

    [Fact]
    public async Task Ring_token_of_one_call_opens_no_other()
    {
        await using var call = await fleet.RingingAsync();
        await using var other = await fleet.RingingAsync();
        var token = RingTokenOf(other.Session);

        using var read = await AskAsync(HttpMethod.Get, $"calls/{call.Session}", token);
        using var rejected = await AskAsync(HttpMethod.Post, $"calls/{call.Session}/reject", token);

        await ShouldBeAsync(read, HttpStatusCode.Forbidden);
        await ShouldBeAsync(rejected, HttpStatusCode.Forbidden);
        await ShouldStillRingAsync(call);
    }

    [Fact]
    public async Task Ring_token_opens_no_socket()
    {
        await using var call = await fleet.RingingAsync();
        var token = RingTokenOf(call.Session);

        using var header = await Handshake.UpgradeWithAsync(fleet.CalleeSide, token);
        using var query = await Handshake.UpgradeAsync(fleet.CalleeSide, $"?token={Uri.EscapeDataString(token)}");

        await header.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, token);
        await query.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, token);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("junk")]
    [InlineData("a ring token that was changed")]
    [InlineData("a ring token whose ring is over")]
    [InlineData("another secret's token")]
    public async Task Token_that_is_not_good_is_refused(string what)
    {
        await using var call = await fleet.RingingAsync();
        var token = what switch
        {
            "none" => null,
            "junk" => "junk",
            "a ring token that was changed" => RingTokenOf(call.Session).Replace("ring~", "ring~1", StringComparison.Ordinal),
            "a ring token whose ring is over" => RingTokenOf(call.Session, TimeSpan.FromSeconds(-1)),
            "another secret's token" => Tokens.Sign(Tokens.ClaimsOf(call.Callee.Person), "HS256", "another-secret-of-some-length"),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, $"calls/{call.Session}"), (HttpMethod.Post, $"calls/{call.Session}/reject"),
        })
        {
            using var response = await AskAsync(method, path, token);
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, Tokens.Secret, token ?? Tokens.Secret);
            response.Headers.WwwAuthenticate.ToString().Should().StartWith("Bearer");
        }

        await ShouldStillRingAsync(call);
    }

    [Fact]
    public async Task Session_id_that_is_none_is_named_as_wrong()
    {
        using var response = await AskAsync(
            HttpMethod.Get, $"calls/{new string('x', 129)}", Tokens.For(Person.New("anybody")));

        await ShouldBeAsync(response, HttpStatusCode.BadRequest, "invalid_message");
    }

    private string RingTokenOf(string session, TimeSpan? endsIn = null) => fleet.CallerSide.Get<RingTokens>().Issue(
        new SessionId(session), TimeProvider.System.GetUtcNow() + (endsIn ?? TimeSpan.FromMinutes(1)));

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, new Uri(fleet.CalleeSide.Url, path));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return Handshake.SendAsync(request);
    }

    private static Task ShouldStillRingAsync(Call call) => call.AcceptAsync();

    private static async Task<JsonNode?> JsonOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync());

    private static async Task ShouldBeAsync(HttpResponseMessage response, HttpStatusCode status, string? code = null)
    {
        await response.ShouldBeProblemAsync(status);
        ((string?)(await JsonOf(response))!["code"]).Should().Be(code);
    }
}

public sealed class EmbeddedCallEndpointTests(EmbeddedFleet fleet) : CallEndpointTests<EmbeddedFleet>(fleet);

public sealed class RedisPairCallEndpointTests(RedisPairFleet fleet) : CallEndpointTests<RedisPairFleet>(fleet);
