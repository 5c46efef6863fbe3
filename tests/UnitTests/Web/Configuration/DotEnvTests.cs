using Goring.Web.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace Goring.UnitTests.Web.Configuration;

/// <summary>The <c>.env</c> file beside the program.</summary>
public sealed class DotEnvTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("goring-env-");

    [Fact]
    public void Its_variables_are_read()
    {
        Write("# a comment", "GORING_TEST_PORT=1234", "", "GORING_TEST_SECRET=\"in quotes\"");

        var configuration = Read();

        configuration["GORING_TEST_PORT"].Should().Be("1234");
        configuration["GORING_TEST_SECRET"].Should().Be("in quotes");
    }

    [Fact]
    public void What_the_host_passes_wins()
    {
        Write("GORING_TEST_PORT=1234");

        Read(("GORING_TEST_PORT", "5678"))["GORING_TEST_PORT"].Should().Be("5678");
    }

    [Fact]
    public void It_need_not_be_there() => Read()["GORING_TEST_PORT"].Should().BeNull();

    [Theory]
    [InlineData("GORING_TEST_SECRET hunter2")]
    [InlineData("GORING_TEST_SECRET=hunter2\nGORING_TEST_SECRET=hunter2")]
    public void A_line_that_is_none_is_not_repeated(string text)
    {
        Write(text);
        var read = () => Read();

        read.Should().Throw<SettingException>()
            .WithMessage(".env: every line must be NAME=value or # comment, each name once");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(params string[] lines) =>
        File.WriteAllLines(Path.Combine(_folder.FullName, ".env"), lines);

    private ConfigurationManager Read(params (string Name, string? Value)[] settings)
    {
        var environment = Substitute.For<IHostEnvironment>();
        environment.ContentRootPath.Returns(_folder.FullName);
        var configuration = new ConfigurationManager();
        configuration.AddGoringSources(
            environment, settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        return configuration;
    }
}
