using Goring.UnitTests.Support;
using Goring.Web.Configuration;

namespace Goring.UnitTests.Web.Configuration;

/// <summary>A wrong variable stops the start with one line that names it and does not repeat it.</summary>
public sealed class WrongSettingTests
{
    private const string Whole = "wants a whole number from";
    private const string PublicKeys =
        "wants a readable PEM file of public keys or certificates: RSA of 2048 to 8192 bits, or EC on P-256, P-384, P-521";
    private const string Authority =
        "wants the https address of an OpenID provider (http on this machine alone), without a query";
    private const string Endpoint = "wants host:port, or several with commas";
    private const string Proxies = "wants addresses or networks such as 10.0.0.0/8 or fd00::/8, with commas";
    private const string Turn = "wants turn:host:port?transport=udp, or several with commas";
    private const string Stun = "wants stun:host:port, or several with commas";
    private const string Levels =
        "wants one of Trace, Verbose, Debug, Information, Warning, Error, Critical, Fatal";

    [Theory]
    [InlineData("RING_TIMEOUT_SECONDS", "0", Whole + " 1 to 115")]
    [InlineData("RING_TIMEOUT_SECONDS", "116", Whole + " 1 to 115")]
    [InlineData("RING_TIMEOUT_SECONDS", "-5", Whole + " 1 to 115")]
    [InlineData("RING_TIMEOUT_SECONDS", "60s", Whole + " 1 to 115")]
    [InlineData("RING_TIMEOUT_SECONDS", "6.5", Whole + " 1 to 115")]
    [InlineData("RING_TIMEOUT_SECONDS", "99999999999", Whole + " 1 to 115")]
    [InlineData("RATE_LIMIT_MESSAGES_PER_SECOND", "-1", Whole + " 0 to 1000000")]
    [InlineData("RATE_LIMIT_MESSAGES_PER_SECOND", "many", Whole + " 0 to 1000000")]
    [InlineData("RATE_LIMIT_CALLS_PER_MINUTE", "1000001", Whole + " 0 to 1000000")]
    [InlineData("DRAIN_SECONDS", "3601", Whole + " 0 to 3600")]
    [InlineData("DRAIN_SECONDS", "+5", Whole + " 0 to 3600")]
    [InlineData("JWT_REQUIRE_EXPIRATION", "yes", "wants true or false")]
    [InlineData("JWT_SECRET", "fifteen-bytes-x", "wants at least 16 bytes")]
    [InlineData("JWT_SECRET", "dev-secret-change-in-production", "is the one of Development, which everybody knows")]
    [InlineData("REDIS_ADDR", "redis-host", Endpoint)]
    [InlineData("REDIS_ADDR", "redis-host:", Endpoint)]
    [InlineData("REDIS_ADDR", ":6379x", Endpoint)]
    [InlineData("REDIS_ADDR", "redis-host:0", Endpoint)]
    [InlineData("REDIS_ADDR", "redis-host:65536", Endpoint)]
    [InlineData("REDIS_ADDR", "redis-one:6379,", Endpoint)]
    [InlineData("REDIS_ADDR", "redis-one:6379,redis-two", Endpoint)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "wants an absolute http or https URI")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "tcp://collector:4317", "wants an absolute http or https URI")]
    [InlineData("JWT_PUBLIC_KEY_PATH", "/no/such/key.pem", PublicKeys)]
    [InlineData("JWT_AUTHORITY", "id.test", Authority)]
    [InlineData("JWT_AUTHORITY", "http://id.test", Authority)]
    [InlineData("JWT_AUTHORITY", "https://id.test/?tenant=1", Authority)]
    [InlineData("JWT_AUTHORITY", "https://user@id.test", Authority)]
    [InlineData("REDIS_SENTINELS", "sentinel-1", "wants host:port, or several with commas")]
    [InlineData("RECONNECT_GRACE_SECONDS", "101", "wants a whole number from 0 to 100")]
    [InlineData("REDIS_ADDR", "redis://one:6379", "wants host:port, or several with commas")]
    [InlineData("REDIS_ADDR", "user:password@one:6379", "wants host:port, or several with commas")]
    [InlineData("REDIS_ADDR", "one: 6379", "wants host:port, or several with commas")]
    [InlineData("REDIS_ADDR", "::1:6379", "wants host:port, or several with commas")]
    [InlineData("TURN_URLS", "turn::3478", Turn)]
    [InlineData("TURN_URLS", "turn.test:3478", Turn)]
    [InlineData("TURN_URLS", "stun:turn.test:3478", Turn)]
    [InlineData("TURN_URLS", "turn://turn.test:3478", Turn)]
    [InlineData("TURN_URLS", "turn:turn.test:0", Turn)]
    [InlineData("TURN_URLS", "turn:turn.test:65536", Turn)]
    [InlineData("TURN_URLS", "turn:turn.test?transport=tls", Turn)]
    [InlineData("TURN_URLS", "turn:turn.test?transport=udp&x=1", Turn)]
    [InlineData("TURN_URLS", "turn:[::g]:3478", Turn)]
    [InlineData("TURN_URLS", "turn:one.test,", Turn)]
    [InlineData("TURN_URLS", "turn:one.test,two.test", Turn)]
    [InlineData("STUN_URLS", "turn:stun.test", Stun)]
    [InlineData("STUN_URLS", "stun:stun.test?transport=udp", Stun)]
    [InlineData("STUN_URLS", "stun:user@stun.test", Stun)]
    [InlineData("TURN_SECRET", "first-secret,,third-secret", "wants a secret, or several with commas; the first one signs")]
    [InlineData("TURN_TTL_SECONDS", "59", Whole + " 60 to 86400")]
    [InlineData("TURN_TTL_SECONDS", "86401", Whole + " 60 to 86400")]
    [InlineData("MAX_CONNECTIONS", "none", Whole + " 1 to 10000000")]
    [InlineData("RATE_LIMIT_CONNECTIONS_PER_MINUTE", "-1", Whole + " 0 to 1000000")]
    [InlineData("RATE_LIMIT_REQUESTS_PER_MINUTE", "some", Whole + " 0 to 1000000")]
    [InlineData("TRUSTED_PROXIES", "10.1", Proxies)]
    [InlineData("TRUSTED_PROXIES", "proxy.test", Proxies)]
    [InlineData("TRUSTED_PROXIES", "10.0.0.1,,10.0.0.2", Proxies)]
    [InlineData("TRUSTED_PROXIES", "0.0.0.0/0", "wants networks that are not everybody's")]
    public void A_variable_of_the_signaling_is_named(string name, string value, string wants)
    {
        (string, string?)[] variables = name == "JWT_SECRET"
            ? [(name, value)]
            : [("JWT_SECRET", "a-secret-of-enough-bytes"), (name, value)];

        var read = () => GoringSettings.Read(Settings.Of(variables), Settings.Production);

        ShouldName(read, name, value, wants);
    }

    [Fact]
    public void A_wrong_flag_of_redis_is_named()
    {
        var read = () => GoringSettings.Read(
            Settings.Of(("REDIS_ADDR", "redis-host:6379"), ("REDIS_TLS", "maybe")), Settings.Development);

        ShouldName(read, "REDIS_TLS", "maybe", "wants true or false");
    }

    [Theory]
    [InlineData("PORT", "-8080", Whole + " 1 to 65535")]
    [InlineData("PORT", "65536", Whole + " 1 to 65535")]
    [InlineData("PORT", "http", Whole + " 1 to 65535")]
    [InlineData("LOG_LEVEL", "Loud", Levels)]
    [InlineData("LOG_FORMAT", "xml", "wants one of json, text")]
    public void A_variable_of_the_program_is_named(string name, string value, string wants)
    {
        var read = () => ServerSettings.Read(Settings.Of((name, value)), Settings.Production);

        ShouldName(read, name, value, wants);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_secret_is_required_outside_of_development(string? secret)
    {
        var read = () => GoringSettings.Read(Settings.Of(("JWT_SECRET", secret)), Settings.Production);

        read.Should().Throw<SettingException>().WithMessage("JWT_SECRET: is required outside Development");
    }

    [Fact]
    public void A_line_break_in_a_value_does_not_break_the_line()
    {
        var read = () => ServerSettings.Read(Settings.Of(("PORT", "80\nSECRET=x")), Settings.Production);

        ShouldName(read, "PORT", "SECRET", Whole + " 1 to 65535");
    }

    [Fact]
    public void Turn_without_a_secret_is_named()
    {
        var read = () => GoringSettings.Read(Settings.Of(("TURN_URLS", "turn:turn.test:3478")), Settings.Development);

        ShouldName(read, "TURN_SECRET", "turn.test", "is required with TURN_URLS");
    }

    private static void ShouldName<T>(Func<T> read, string name, string value, string wants)
    {
        var message = read.Should().Throw<SettingException>().Which.Message;

        message.Should().Be($"{name}: {wants}");
        message.Should().NotContain(value).And.NotContain("\n");
    }
}
