using Goring.UnitTests.Support;
using Goring.Web.Configuration;
using Goring.Web.Edge;
using Goring.Web.Tls;

namespace Goring.UnitTests.Web.Edge;

/// <summary>What else in a process has sockets (docs/decisions/0083).</summary>
public sealed class SocketThreadsTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("RATE_LIMIT_MESSAGES_PER_SECOND=0", true)]
    [InlineData("REDIS_ADDR=redis:6379", true)]
    [InlineData("REDIS_SENTINELS=one:26379;REDIS_MASTER_NAME=main", true)]
    [InlineData("REDIS_ADDR=redis:6379;REDIS_TLS=1", false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", false)]
    [InlineData("JWT_AUTHORITY=https://id.example", false)]
    public void Clients_and_redis_wait_for_nobody(string variables, bool shared)
    {
        var settings = GoringSettings.Read(
            Settings.Of([.. variables.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(Variable)]), Settings.Development);

        SocketThreads.WaitForNobody(settings, tls: null).Should().Be(shared);
    }

    [Fact]
    public void Handshakes_of_tls_keep_others_waiting() =>
        SocketThreads.WaitForNobody(
            GoringSettings.Read(Settings.Of(), Settings.Development), new TlsSettings("certificate.pem", "key.pem"))
            .Should().BeFalse();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(16, 8)]
    public void On_redis_half_of_the_processors_wait_for_sockets(int processors, int threads) =>
        SocketThreads.CountFor(processors, embedded: false).Should().Be(threads);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void With_the_embedded_store_all_processors_do(int processors) =>
        SocketThreads.CountFor(processors, embedded: true).Should().Be(processors);

    private static (string, string?) Variable(string text) => (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);
}
