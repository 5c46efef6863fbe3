using System.Net;
using Goring.IntegrationTests.Harness;
using Microsoft.AspNetCore.Http;

namespace Goring.IntegrationTests.Auth;

/// <summary>What an OpenID provider may do, and what its tokens may ask of it.</summary>
public sealed class OpenIdProviderTests
{
    private readonly SigningKey _key = SigningKey.Rsa();

    [Fact]
    public async Task Flood_of_made_up_key_names_asks_the_provider_hardly_ever()
    {
        await using var provider = await OpenIdStandIn.StartAsync(_key.Named("known"));
        await using var server = await GoringServer.StartAsync(("JWT_AUTHORITY", provider.Address));
        await Eventually.HoldsAsync(() => provider.Fetches > 0, "the first fetch");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var response = await Handshake.UpgradeWithAsync(server, Of(provider, _key, $"made-up-{i}"));
            return response.StatusCode;
        }));

        answers.Should().OnlyContain(status => status == HttpStatusCode.Unauthorized);
        provider.Fetches.Should().BeLessThanOrEqualTo(2, "one fetch follows another no sooner than after half a minute");
        using var good = await Handshake.UpgradeWithAsync(server, Of(provider, _key, "known"));
        good.ShouldUpgrade();
    }

    [Fact]
    public async Task Server_starts_without_its_provider_answers_503_and_takes_tokens_once_it_is_there()
    {
        var port = FreePort.Take();
        await using var server = await GoringServer.StartAsync(("JWT_AUTHORITY", $"http://127.0.0.1:{port}"));
        var claims = Tokens.ClaimsOf(Person.New("early"));
        claims["iss"] = $"http://127.0.0.1:{port}";
        var token = _key.Sign(claims, new() { ["kid"] = "late" });

        using var early = await Handshake.UpgradeWithAsync(server, token);
        await early.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, token);
        using var secret = await Handshake.UpgradeWithAsync(server, Tokens.For(Person.New("secret")));
        secret.ShouldUpgrade();
        using var health = await Handshake.GetAsync(server, "health/ready");
        health.StatusCode.Should().Be(HttpStatusCode.OK, "the provider is no reason to take the server away");

        await using var provider = await OpenIdStandIn.StartAsync(port, _key.Named("late"));
        await Eventually.HoldsAsync(
            async () =>
            {
                using var response = await Handshake.UpgradeWithAsync(server, token);
                return response.StatusCode == HttpStatusCode.SwitchingProtocols;
            },
            "the token is taken",
            seconds: 20);
    }

    [Fact]
    public async Task Known_keys_stay_while_the_provider_is_away()
    {
        var provider = await OpenIdStandIn.StartAsync(_key.Named("known"));
        await using var server = await GoringServer.StartAsync(("JWT_AUTHORITY", provider.Address));
        await Eventually.HoldsAsync(() => provider.Fetches > 0, "the first fetch");
        var token = Of(provider, _key, "known");
        using var before = await Handshake.UpgradeWithAsync(server, token);
        before.ShouldUpgrade();

        await provider.DisposeAsync();

        using var after = await Handshake.UpgradeWithAsync(server, token);
        after.ShouldUpgrade();
    }

    [Theory]
    [InlineData("another issuer")]
    [InlineData("an error")]
    [InlineData("a redirect")]
    [InlineData("no JSON")]
    [InlineData("a list")]
    [InlineData("a megabyte")]
    public async Task Provider_that_says_something_else_vouches_for_nobody(string what)
    {
        await using var provider = await OpenIdStandIn.StartAsync(_key.Named("known"));
        switch (what)
        {
            case "another issuer":
                provider.Issuer = "https://evil.test";
                break;
            case "an error":
                provider.Instead = Status(500);
                break;
            case "a redirect":
                provider.Instead = context =>
                {
                    context.Response.Redirect("http://127.0.0.1:1/keys");
                    return Task.CompletedTask;
                };
                break;
            case "no JSON":
                provider.Instead = context => context.Response.WriteAsync("<html>");
                break;
            case "a list":
                provider.Instead = context => context.Response.WriteAsync("[]");
                break;
            default:
                provider.Instead = context => context.Response.WriteAsync($$"""{"x":"{{new string('x', 1 << 20)}}"}""");
                break;
        }

        await using var server = await GoringServer.StartAsync(("JWT_AUTHORITY", provider.Address));
        var claims = Tokens.ClaimsOf(Person.New("nobody"));
        claims["iss"] = provider.Address;

        using var response = await Handshake.UpgradeWithAsync(server, _key.Sign(claims, new() { ["kid"] = "known" }));

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        using var secret = await Handshake.UpgradeWithAsync(server, Tokens.For(Person.New("secret")));
        secret.ShouldUpgrade();
    }

    [Fact]
    public async Task Provider_that_does_not_answer_holds_up_its_own_tokens_for_two_seconds_at_most_and_no_others()
    {
        var never = new TaskCompletionSource();
        await using var provider = await OpenIdStandIn.StartAsync(_key.Named("known"));
        provider.Instead = context => never.Task.WaitAsync(context.RequestAborted);
        await using var server = await GoringServer.StartAsync(("JWT_AUTHORITY", provider.Address));

        var waiting = Handshake.UpgradeWithAsync(server, Of(provider, _key, "known"));
        using var other = await Handshake.UpgradeWithAsync(server, Tokens.For(Person.New("secret")));

        other.ShouldUpgrade();
        using var response = await waiting;
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        never.SetResult();
    }

    private static string Of(OpenIdStandIn provider, SigningKey key, string kid)
    {
        var claims = Tokens.ClaimsOf(Person.New("openid"));
        claims["iss"] = provider.Issuer;
        return key.Sign(claims, new() { ["kid"] = kid });
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
