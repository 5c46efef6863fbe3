using System.Text;
using Goring.Infrastructure.Redis;
using Goring.UnitTests.Support;
using Goring.Web.Configuration;
using Serilog.Events;

namespace Goring.UnitTests.Web.Configuration;

public sealed class GoringSettingsTests
{
    [Fact]
    public void What_is_unset_is_what_the_protocol_says()
    {
        var settings = GoringSettings.Read(Settings.Of(), Settings.Development);

        settings.Calls.RingTimeout.Should().Be(TimeSpan.FromSeconds(60));
        settings.Tokens.Secret.Should().Equal(Encoding.UTF8.GetBytes("dev-secret-change-in-production"));
        settings.Tokens.RequireExpiration.Should().BeTrue();
        settings.Tokens.Issuer.Should().BeNull();
        settings.Tokens.Audience.Should().BeNull();
        settings.Connections.MessagesPerSecond.Should().Be(100);
        settings.Connections.CallsPerMinute.Should().Be(60);
        settings.Connections.Drain.Should().Be(TimeSpan.FromSeconds(10));
        settings.Connections.AllowedOrigins.Should().BeEmpty();
        settings.Redis.Should().BeNull();
    }

    [Fact]
    public void What_is_set_is_read()
    {
        var settings = GoringSettings.Read(
            Settings.Of(
                ("RING_TIMEOUT_SECONDS", "115"),
                ("JWT_SECRET", "sixteen-bytes-ok"),
                ("JWT_REQUIRE_EXPIRATION", "False"),
                ("JWT_ISSUER", " issuer "),
                ("JWT_AUDIENCE", "audience"),
                ("RATE_LIMIT_MESSAGES_PER_SECOND", "0"),
                ("RATE_LIMIT_CALLS_PER_MINUTE", "7"),
                ("DRAIN_SECONDS", "0"),
                ("ALLOWED_ORIGINS", " https://a.test , ,https://b.test ")),
            Settings.Production);

        settings.Calls.RingTimeout.Should().Be(TimeSpan.FromSeconds(115));
        settings.Tokens.Secret.Should().Equal("sixteen-bytes-ok"u8.ToArray());
        settings.Tokens.RequireExpiration.Should().BeFalse();
        settings.Tokens.Issuer.Should().Be("issuer");
        settings.Tokens.Audience.Should().Be("audience");
        settings.Connections.MessagesPerSecond.Should().Be(0);
        settings.Connections.CallsPerMinute.Should().Be(7);
        settings.Connections.Drain.Should().Be(TimeSpan.Zero);
        settings.Connections.AllowedOrigins.Should().Equal("https://a.test", "https://b.test");
    }

    [Fact]
    public void Redis_is_read_whole() =>
        GoringSettings.Read(
            Settings.Of(
                ("REDIS_ADDR", "one:6379,two:6380"),
                ("REDIS_PASSWORD", " spaces count "),
                ("REDIS_TLS", "1"),
                ("SERVER_ID", "server-1")),
            Settings.Development)
        .Redis.Should().BeEquivalentTo(new RedisOptions
        {
            ServerId = "server-1",
            ReconnectGrace = TimeSpan.FromSeconds(10),
            Addresses = ["one:6379", "two:6380"],
            Password = " spaces count ",
            Tls = true,
        });

    [Fact]
    public void Sentinels_take_the_place_of_an_address() =>
        GoringSettings.Read(
            Settings.Of(("REDIS_SENTINELS", "one:26379,[::1]:26379"), ("REDIS_MASTER_NAME", "main")), Settings.Development)
        .Redis.Should().BeEquivalentTo(new RedisOptions
        {
            ServerId = Environment.MachineName,
            ReconnectGrace = TimeSpan.FromSeconds(10),
            Sentinels = ["one:26379", "[::1]:26379"],
            MasterName = "main",
        });

    [Theory]
    [InlineData("REDIS_SENTINELS", "one:26379", "REDIS_MASTER_NAME: is required with REDIS_SENTINELS")]
    [InlineData("REDIS_MASTER_NAME", "main", "REDIS_SENTINELS: is required with REDIS_MASTER_NAME")]
    public void Half_of_the_pair_names_the_other_half(string name, string value, string message)
    {
        var read = () => GoringSettings.Read(Settings.Of((name, value)), Settings.Development);

        read.Should().Throw<SettingException>().WithMessage(message);
    }

    [Fact]
    public void Sentinels_and_an_address_are_one_too_many()
    {
        var read = () => GoringSettings.Read(
            Settings.Of(("REDIS_SENTINELS", "one:26379"), ("REDIS_MASTER_NAME", "main"), ("REDIS_ADDR", "one:6379")),
            Settings.Development);

        read.Should().Throw<SettingException>()
            .WithMessage("REDIS_SENTINELS: takes the place of REDIS_ADDR; set one of the two");
    }

    [Fact]
    public void Redis_needs_no_more_than_its_address() =>
        GoringSettings.Read(Settings.Of(("REDIS_ADDR", "one:6379")), Settings.Development)
            .Redis.Should().BeEquivalentTo(new RedisOptions
            {
                ServerId = Environment.MachineName,
                ReconnectGrace = TimeSpan.FromSeconds(10),
                Addresses = ["one:6379"],
            });

    [Fact]
    public void The_host_waits_for_the_drain_and_the_last_close() =>
        GoringSettings.Read(Settings.Of(("DRAIN_SECONDS", "30")), Settings.Development)
            .Connections.ShutdownTimeout.Should().BeGreaterThan(TimeSpan.FromSeconds(33));

    [Fact]
    public void A_silent_client_is_dropped_after_60_seconds()
    {
        var connections = GoringSettings.Read(Settings.Of(), Settings.Development).Connections;

        (connections.PingInterval + connections.PongTimeout).Should().Be(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void The_program_in_production_logs_json_on_port_8080() =>
        ServerSettings.Read(Settings.Of(), Settings.Production)
            .Should().Be(new ServerSettings(8080, LogEventLevel.Information, JsonLogs: true));

    [Fact]
    public void The_program_in_development_logs_text() =>
        ServerSettings.Read(Settings.Of(), Settings.Development).JsonLogs.Should().BeFalse();

    [Theory]
    [InlineData("trace", LogEventLevel.Verbose)]
    [InlineData("DEBUG", LogEventLevel.Debug)]
    [InlineData(" Warning ", LogEventLevel.Warning)]
    [InlineData("critical", LogEventLevel.Fatal)]
    public void A_level_may_be_written_as_one_likes(string word, LogEventLevel level) =>
        ServerSettings.Read(Settings.Of(("LOG_LEVEL", word), ("LOG_FORMAT", "TEXT")), Settings.Production)
            .Should().Be(new ServerSettings(8080, level, JsonLogs: false));
}
