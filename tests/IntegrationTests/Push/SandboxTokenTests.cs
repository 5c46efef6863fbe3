using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The sandbox's token endpoint refuses what Google's refuses.</summary>
public sealed class SandboxTokenTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly FcmSender _sender = new(fixture.Sandbox);

    [Theory]
    [InlineData(null)]
    [InlineData("https://oauth2.googleapis.com/token")]
    public async Task Assertion_for_this_endpoint_or_for_Googles_gets_an_access_token(string? audience)
    {
        var answer = await AskAsync((_, claims) => claims["aud"] = audience ?? (string)claims["aud"]!);

        answer.Status.Should().Be(200);
        ((string?)answer.Body!["access_token"]).Should().NotBeNullOrEmpty();
        ((int?)answer.Body["expires_in"]).Should().Be(3600);
        ((string?)answer.Body["token_type"]).Should().Be("Bearer");
    }

    [Fact]
    public async Task Assertion_of_another_key_is_refused()
    {
        using var stranger = RSA.Create(2048);

        var answer = await _sender.AskForTokenAsync(SignedToken.Assertion(fixture.Sandbox, key: stranger));

        ExpectError(answer, "invalid_grant");
        ((string?)answer.Body!["error_description"]).Should().Contain("Signature");
    }

    [Theory]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "none")]
    [InlineData("kid", "another")]
    public async Task Assertion_that_names_another_key_is_refused(string name, string value) =>
        ExpectError(await AskAsync((header, _) => header[name] = value), "invalid_grant");

    [Theory]
    [InlineData("iss", "somebody@else.iam.gserviceaccount.com", "invalid_grant")]
    [InlineData("iss", null, "invalid_grant")]
    [InlineData("aud", "https://example.com/token", "invalid_grant")]
    [InlineData("aud", null, "invalid_grant")]
    [InlineData("scope", "https://www.googleapis.com/auth/cloud-platform", "invalid_scope")]
    [InlineData("scope", null, "invalid_scope")]
    public async Task Assertion_with_a_wrong_claim_is_refused(string name, string? value, string error) =>
        ExpectError(await AskAsync((_, claims) => claims[name] = value), error);

    [Theory]
    [InlineData(-3700, -100)]
    [InlineData(0, 3601)]
    [InlineData(600, 1200)]
    [InlineData(0, 0)]
    [InlineData(null, 3600)]
    [InlineData(0, null)]
    public async Task Assertion_with_a_wrong_time_is_refused(int? issued, int? end)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var answer = await AskAsync((_, claims) => (claims["iat"], claims["exp"]) = (now + issued, now + end));

        ExpectError(answer, "invalid_grant");
        ((string?)answer.Body!["error_description"]).Should().Contain("iat and exp");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("W10.W10.AA")]
    public async Task Assertion_that_is_no_token_is_refused(string assertion) => ExpectError(
        await _sender.AskForTokenAsync(assertion), assertion.Length == 0 ? "invalid_request" : "invalid_grant");

    [Fact]
    public async Task Another_grant_is_refused() => ExpectError(
        await _sender.AskForTokenAsync(SignedToken.Assertion(fixture.Sandbox), "refresh_token"), "unsupported_grant_type");

    [Fact]
    public async Task Body_that_is_no_form_is_refused() => ExpectError(
        await _sender.AskForTokenAsync(new StringContent("{}", Encoding.UTF8, "application/json")), "invalid_request");

    [Fact]
    public async Task Every_request_counts_and_every_access_token_is_another()
    {
        fixture.Sandbox.Clear();

        var tokens = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            tokens.Add((string)(await AskAsync(null)).Body!["access_token"]!);
        }

        await _sender.AskForTokenAsync("nonsense");
        tokens.Should().HaveCount(3);
        fixture.Sandbox.TokenRequests.Should().Be(4);
    }

    [Fact]
    public async Task Endpoint_can_be_scripted()
    {
        fixture.Sandbox.Script.Next(PushService.OAuth, new ScriptedAnswer { Status = 503, Reason = "temporarily_unavailable" });

        ExpectError(await AskAsync(null), "temporarily_unavailable", 503);

        (await AskAsync(null)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Access_token_is_good_for_as_long_as_was_said_and_no_longer()
    {
        var time = new MovedTime();
        await using var sandbox = await PushSandboxServer.StartAsync(
            new() { AccessTokenLifetime = TimeSpan.FromSeconds(60), Time = time });
        using var sender = new FcmSender(sandbox);
        var issued = await sender.AskForTokenAsync(SignedToken.Assertion(sandbox));
        sender.AccessToken = (string)issued.Body!["access_token"]!;

        ((int?)issued.Body["expires_in"]).Should().Be(60);
        (await sender.PushAsync("device")).Status.Should().Be(200);
        time.Advance(TimeSpan.FromSeconds(60));
        (await sender.PushAsync("device")).Status.Should().Be(401);
    }

    public void Dispose() => _sender.Dispose();

    private Task<FcmAnswer> AskAsync(Action<JsonObject, JsonObject>? change) =>
        _sender.AskForTokenAsync(SignedToken.Assertion(fixture.Sandbox, change));

    private static void ExpectError(FcmAnswer answer, string error, int status = 400)
    {
        answer.Status.Should().Be(status);
        ((string?)answer.Body!["error"]).Should().Be(error);
    }
}
