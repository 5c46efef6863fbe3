using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>Which provider tokens the sandbox's APNs takes.</summary>
public sealed class SandboxProviderTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ApnsSender _sender = new(fixture.Sandbox);

    [Fact]
    public async Task Push_without_a_token_is_refused()
    {
        _sender.ProviderToken = null;

        await ExpectAsync(403, "MissingProviderToken");
    }

    [Theory]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "none")]
    [InlineData("kid", "ANOTHERKEY")]
    [InlineData("kid", null)]
    public async Task Token_that_names_another_key_is_refused(string name, string? value)
    {
        _sender.ProviderToken = Token((header, _) => header[name] = value);

        await ExpectAsync(403, "InvalidProviderToken");
    }

    [Theory]
    [InlineData("ANOTHERTEA")]
    [InlineData(null)]
    public async Task Token_of_another_team_is_refused(string? team)
    {
        _sender.ProviderToken = Token((_, claims) => claims["iss"] = team);

        await ExpectAsync(403, "InvalidProviderToken");
    }

    [Fact]
    public async Task Token_signed_with_another_key_is_refused()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _sender.ProviderToken = SignedToken.Provider(fixture.Sandbox, key: stranger);

        await ExpectAsync(403, "InvalidProviderToken");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    public async Task What_is_no_token_is_refused(string token)
    {
        _sender.ProviderToken = token;

        await ExpectAsync(403, "InvalidProviderToken");
    }

    [Fact]
    public async Task Token_without_a_time_is_refused()
    {
        _sender.ProviderToken = Token((_, claims) => claims.Remove("iat"));

        await ExpectAsync(403, "InvalidProviderToken");
    }

    [Fact]
    public async Task Token_with_a_time_in_milliseconds_is_refused()
    {
        _sender.ProviderToken = Token((_, claims) => claims["iat"] = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());

        await ExpectAsync(403, "InvalidProviderToken");
    }

    [Theory]
    [InlineData(-10, 403, "InvalidProviderToken")]
    [InlineData(59, 200, null)]
    [InlineData(61, 403, "ExpiredProviderToken")]
    public async Task Token_is_good_for_an_hour_from_its_time_on(int minutes, int status, string? reason)
    {
        _sender.ProviderToken = Aged(minutes);

        await ExpectAsync(status, reason);
    }

    [Fact]
    public async Task Second_token_within_20_minutes_on_a_connection_is_one_too_many()
    {
        await ExpectAsync(200, null);
        var first = _sender.ProviderToken;

        _sender.ProviderToken = Aged(1);
        await ExpectAsync(429, "TooManyProviderTokenUpdates");

        _sender.ProviderToken = first;
        await ExpectAsync(200, null);
        using var other = new ApnsSender(fixture.Sandbox) { ProviderToken = Aged(1) };
        (await other.PushAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task Token_may_change_after_20_minutes()
    {
        var time = new MovedTime();
        await using var sandbox = await PushSandboxServer.StartAsync(new() { Time = time });
        using var sender = new ApnsSender(sandbox);
        (await sender.PushAsync()).Status.Should().Be(200);

        time.Advance(TimeSpan.FromMinutes(20));
        sender.ProviderToken = SignedToken.Provider(sandbox, issuedAt: time.GetUtcNow());

        (await sender.PushAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task Token_that_follows_upon_an_expired_one_is_not_one_too_many()
    {
        _sender.ProviderToken = Aged(50);
        await ExpectAsync(200, null);
        _sender.ProviderToken = Aged(61);
        await ExpectAsync(403, "ExpiredProviderToken");

        _sender.ProviderToken = Aged(0);

        await ExpectAsync(200, null);
    }

    [Fact]
    public async Task Token_that_follows_upon_a_scripted_expiry_is_not_one_too_many()
    {
        var device = ApnsSender.NewDevice();
        fixture.Sandbox.Script.ForDevice(device, Apns.ExpiredProviderToken, ScriptedAnswer.Usual);
        (await _sender.PushAsync(device)).Reason.Should().Be("ExpiredProviderToken");

        _sender.ProviderToken = Aged(1);

        (await _sender.PushAsync(device)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Limit_of_updates_can_be_switched_off()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(new() { LimitTokenUpdates = false });
        using var sender = new ApnsSender(sandbox);
        (await sender.PushAsync()).Status.Should().Be(200);

        sender.ProviderToken = SignedToken.Provider(sandbox);

        (await sender.PushAsync()).Status.Should().Be(200);
    }

    public void Dispose() => _sender.Dispose();

    private string Token(Action<JsonObject, JsonObject> change) => SignedToken.Provider(fixture.Sandbox, change);

    private string Aged(int minutes) =>
        SignedToken.Provider(fixture.Sandbox, issuedAt: DateTimeOffset.UtcNow.AddMinutes(-minutes));

    private async Task ExpectAsync(int status, string? reason)
    {
        var answer = await _sender.PushAsync();
        (answer.Status, answer.Reason).Should().Be((status, reason));
    }
}
