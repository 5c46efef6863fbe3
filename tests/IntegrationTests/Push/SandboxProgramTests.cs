using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The variables of the sandbox as a program.</summary>
public sealed class SandboxProgramTests
{
    [Fact]
    public void Without_variables_it_listens_on_loopback_and_well_known_ports()
    {
        var options = Read();

        (options.ControlPort, options.ApnsPort, options.ApnsDevelopmentPort).Should().Be((8090, 8443, 8444));
        (options.AnyAddress, options.Host, options.Folder).Should().Be((false, "127.0.0.1", "push-sandbox"));
    }

    [Fact]
    public void Variables_set_the_options()
    {
        var options = Read(
            ("PUSH_SANDBOX_PORT", "1"),
            ("PUSH_SANDBOX_APNS_PORT", "2"),
            ("PUSH_SANDBOX_APNS_DEVELOPMENT_PORT", "3"),
            ("PUSH_SANDBOX_BIND", "any"),
            ("PUSH_SANDBOX_HOST", "push-sandbox"),
            ("PUSH_SANDBOX_FOLDER", "/credentials"),
            ("PUSH_SANDBOX_PROJECT_ID", "project"),
            ("PUSH_SANDBOX_BUNDLE_ID", "org.example"),
            ("PUSH_SANDBOX_APNS_AUTH", "certificate"),
            ("PUSH_SANDBOX_LIMIT_TOKEN_UPDATES", "false"),
            ("PUSH_SANDBOX_ACCESS_TOKEN_SECONDS", "60"));

        options.Should().Be(new PushSandboxOptions
        {
            ControlPort = 1,
            ApnsPort = 2,
            ApnsDevelopmentPort = 3,
            AnyAddress = true,
            Host = "push-sandbox",
            Folder = "/credentials",
            ProjectId = "project",
            BundleId = "org.example",
            ApnsAuthentication = ApnsAuthentication.Certificate,
            LimitTokenUpdates = false,
            AccessTokenLifetime = TimeSpan.FromSeconds(60),
        });
    }

    [Theory]
    [InlineData("PUSH_SANDBOX_PORT", "http")]
    [InlineData("PUSH_SANDBOX_PORT", "0")]
    [InlineData("PUSH_SANDBOX_APNS_PORT", "65536")]
    [InlineData("PUSH_SANDBOX_BIND", "0.0.0.0")]
    [InlineData("PUSH_SANDBOX_APNS_AUTH", "password")]
    [InlineData("PUSH_SANDBOX_LIMIT_TOKEN_UPDATES", "no")]
    [InlineData("PUSH_SANDBOX_ACCESS_TOKEN_SECONDS", "-1")]
    public void Wrong_variable_is_named(string name, string value)
    {
        var reading = () => Read((name, value));

        reading.Should().Throw<FormatException>().WithMessage($"{name}: *");
    }

    private static PushSandboxOptions Read(params (string Name, string Value)[] variables) => ProgramOptions.Read(
        name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault());
}
