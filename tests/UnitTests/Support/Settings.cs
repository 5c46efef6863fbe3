using Goring.Web.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace Goring.UnitTests.Support;

/// <summary>Variables and the environment that a test wants.</summary>
internal static class Settings
{
    public static IHostEnvironment Development => EnvironmentOf(Environments.Development);

    public static IHostEnvironment Production => EnvironmentOf(Environments.Production);

    public static IConfiguration Of(params (string Name, string? Value)[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)))
            .Build();

    public static SettingsReader Reader(params (string Name, string? Value)[] variables) => new(Of(variables));

    private static IHostEnvironment EnvironmentOf(string name)
    {
        var environment = Substitute.For<IHostEnvironment>();
        environment.EnvironmentName.Returns(name);
        return environment;
    }
}
