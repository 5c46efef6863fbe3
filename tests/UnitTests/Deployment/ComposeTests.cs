using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Goring.UnitTests.Deployment;

/// <summary>What must be true of docker/compose.yml.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlNode Compose = Yaml.Read("docker/compose.yml");

    [Theory]
    [InlineData("goring-1")]
    [InlineData("goring-2")]
    public void Server_is_given_longer_than_its_drain_takes(string server) =>
        int.Parse(Compose.Text($"services.{server}.stop_grace_period")!.TrimEnd('s'))
            .Should().BeGreaterThan(KnownVariables.DefaultDrain + KnownVariables.DrainMargin);

    [Theory]
    [InlineData("goring-1")]
    [InlineData("goring-2")]
    public void Every_variable_of_a_server_is_one_of_the_contract(string server) =>
        Compose.Names($"services.{server}.environment")
            .Should().BeSubsetOf(KnownVariables.Names).And.Contain(["SERVER_ID", "REDIS_ADDR", "TRUSTED_PROXIES"]);

    [Theory]
    [InlineData("scaling", "goring-2", "proxy")]
    [InlineData("haproxy", "goring-2", "haproxy")]
    [InlineData("turn", "coturn")]
    [InlineData("push", "push-sandbox")]
    [InlineData("observe", "otel-collector", "prometheus", "grafana")]
    public void Profile_starts(string profile, params string[] services) =>
        Compose.Names("services")
            .Where(service => Compose.Find($"services.{service}.profiles") is YamlSequenceNode profiles
                && profiles.Any(entry => ((YamlScalarNode)entry).Value == profile))
            .Should().BeEquivalentTo(services);

    [Theory]
    [InlineData("docker/nginx.conf", "proxy_read_timeout")]
    [InlineData("docker/nginx.conf", "proxy_send_timeout")]
    [InlineData("docker/nginx.conf", "send_timeout")]
    [InlineData("docker/haproxy.cfg", "timeout tunnel")]
    [InlineData("docker/haproxy.cfg", "timeout client")]
    [InlineData("docker/haproxy.cfg", "timeout server")]
    public void Proxy_waits_longer_than_a_ping_and_its_answer_take(string file, string directive)
    {
        const int PingAndPong = 20 + 40;

        var waits = Directive().Matches(Support.SourceTree.Read(file))
            .Where(match => match.Groups["name"].Value == directive).Select(match => int.Parse(match.Groups["seconds"].Value));

        waits.Should().ContainSingle().Which.Should().BeGreaterThan(PingAndPong);
    }

    [Fact]
    public void Proxies_speak_no_TLS_before_1_2_and_cut_nothing_that_is_open()
    {
        Support.SourceTree.Read("docker/nginx-tls.conf").Should().Contain("ssl_protocols TLSv1.2 TLSv1.3;");
        var haproxy = Support.SourceTree.Read("docker/haproxy.cfg").Split('\n')
            .Where(line => !line.TrimStart().StartsWith('#')).ToArray();
        haproxy.Should().Contain(line => line.Contains("ssl-min-ver TLSv1.2", StringComparison.Ordinal));
        haproxy.Should().NotContain(line => line.Contains("shutdown-sessions", StringComparison.Ordinal));
    }

    [GeneratedRegex(
        @"^\s*(?<name>[a-z_]+( [a-z]+)?) (?<seconds>\d+)s;?$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();
}
