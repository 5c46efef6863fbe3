using System.Globalization;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>A wrong variable stops the start with one line that names it and does not repeat what it held.</summary>
public sealed class StartTests
{
    private static readonly string NobodysPort = FreePort.Take().ToString(CultureInfo.InvariantCulture);

    public static TheoryData<string, string> Wrong => new()
    {
        { "PORT", "0" },
        { "PORT", "65536" },
        { "PORT", "-8080" },
        { "PORT", "eighty-eighty" },
        { "JWT_SECRET", "short-one-15-by" },
        { "JWT_SECRET", "dev-secret-change-in-production" },
        { "JWT_SECRET", "" },
        { "JWT_REQUIRE_EXPIRATION", "perhaps" },
        { "REDIS_ADDR", "redis.test" },
        { "REDIS_ADDR", "redis.test:port" },
        { "REDIS_ADDR", ":6379" },
        { "REDIS_ADDR", "one.test:6379,two.test" },
        { "REDIS_ADDR", $"127.0.0.1:{NobodysPort}" },
        { "RING_TIMEOUT_SECONDS", "0" },
        { "RING_TIMEOUT_SECONDS", "116" },
        { "RING_TIMEOUT_SECONDS", "1.5" },
        { "RATE_LIMIT_MESSAGES_PER_SECOND", "-1" },
        { "RATE_LIMIT_MESSAGES_PER_SECOND", "many" },
        { "RATE_LIMIT_CALLS_PER_MINUTE", "1e3" },
        { "DRAIN_SECONDS", "ten" },
        { "TURN_URLS", "turn.example.test" },
        { "STUN_URLS", "turn:stun.example.test" },
        { "TURN_TTL_SECONDS", "59" },
        { "LOG_LEVEL", "Chatty" },
        { "LOG_FORMAT", "xml" },
        { "FCM_SERVICE_ACCOUNT_JSON", """{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\n""" },
        { "APNS_BUNDLE_ID", "com.example.half-of-it" },
        { "APNS_ENDPOINT", "http://apns.test" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_variable_stops_the_start_with_one_line_that_names_it(string name, string value)
    {
        await using var process = GoringProcess.Start(TestSettings.With((name, value)));

        (await process.ExitAsync(seconds: 30)).Should().NotBe(0);

        var line = process.Errors.TrimEnd();
        line.Should().NotContain("\n").And.StartWith($"{name}: ");
        line[(name.Length + 1)..].Should().NotContain(value.Length > 3 ? value : "\n");
        process.Output.Should().NotContain(value.Length > 3 ? value : "Exception");
        process.Output.Should().NotContain(Tokens.Secret);
    }

    [Fact]
    public async Task Port_that_is_taken_stops_the_start()
    {
        await using var server = await GoringServer.StartAsync();

        await using var process = GoringProcess.Start(
            TestSettings.With(("PORT", server.Port.ToString(CultureInfo.InvariantCulture))));

        (await process.ExitAsync(seconds: 30)).Should().NotBe(0);
        process.Errors.TrimEnd().Should().StartWith("PORT: ").And.NotContain("\n");
    }

    [Fact]
    public async Task Wrong_password_of_Redis_stops_the_start_and_is_not_printed()
    {
        await using var redis = await RedisServer.StartAsync();
        using var plain = await redis.ConnectAsync();
        await plain.GetServer(plain.GetEndPoints()[0]).ConfigSetAsync("requirepass", "the-right-password");

        await using var process = GoringProcess.Start(
            TestSettings.With(("REDIS_ADDR", redis.Address), ("REDIS_PASSWORD", "the-wrong-password")));

        (await process.ExitAsync(seconds: 30)).Should().NotBe(0);
        process.Errors.TrimEnd().Should().Contain("REDIS_").And.NotContain("\n").And.NotContain("the-wrong-password");
        process.Output.Should().NotContain("the-wrong-password");
    }

    [Fact]
    public async Task Development_starts_without_a_secret()
    {
        var variables = TestSettings.With(("JWT_SECRET", ""), ("ASPNETCORE_ENVIRONMENT", "Development"));
        await using var process = await GoringProcess.StartReadyAsync([.. variables.Select(pair => (pair.Key, pair.Value))]);

        process.Send(Signal.Terminate);

        (await process.ExitAsync(seconds: 15)).Should().Be(0);
        process.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Token_command_prints_a_token_that_the_server_accepts()
    {
        await using var server = await GoringServer.StartAsync();
        await using var command = GoringProcess.Start(
            TestSettings.With(), "token", "user-1", "--name", "First", "--username", "first_1");

        (await command.ExitAsync(seconds: 30)).Should().Be(0);

        var token = command.Output.Trim();
        command.Errors.Should().BeEmpty();
        await using var caller = await TestClient.ConnectAsync(
            server.WebSocketUrl, new Person("user-1", "First", "first_1"), TokenPlace.Header, token);
        await using var callee = await TestClient.ConnectAsync(server, Person.New("callee"));
        await Call.StartAsync(caller, callee);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("token", "user-1", "--name")]
    [InlineData("token", "user-1", "--colour", "red")]
    [InlineData("token", "user-1", "--hours", "soon")]
    public async Task Token_command_with_wrong_arguments_prints_its_usage(params string[] arguments)
    {
        await using var command = GoringProcess.Start(TestSettings.With(), arguments);

        (await command.ExitAsync(seconds: 30)).Should().Be(2);

        command.Output.Should().BeEmpty();
        command.Errors.Should().StartWith("usage: ");
    }
}
