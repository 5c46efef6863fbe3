using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace Goring.Web.Configuration;

/// <summary>Where variables come from: a <c>.env</c> file, over it the environment, over that what the host passes.</summary>
internal static class ConfigurationSources
{
    public static void AddGoringSources(
        this ConfigurationManager configuration,
        IHostEnvironment environment,
        IEnumerable<KeyValuePair<string, string?>>? settings)
    {
        foreach (var folder in new[] { AppContext.BaseDirectory, environment.ContentRootPath }.Distinct())
        {
            AddDotEnv(configuration, folder);
        }

        configuration.AddEnvironmentVariables();
        if (settings is not null)
        {
            configuration.AddInMemoryCollection(settings);
        }
    }

    /// <summary>NAME=value lines, # comments, double quotes taken off: the INI provider's syntax without sections.</summary>
    private static void AddDotEnv(ConfigurationManager configuration, string folder)
    {
        try
        {
            // The default provider does not see files whose name begins with a dot.
            configuration.AddIniFile(
                new PhysicalFileProvider(folder, ExclusionFilters.None), ".env", optional: true, reloadOnChange: false);
        }
        catch (Exception error) when (error is InvalidDataException or FormatException)
        {
            // The provider's message repeats the line, which may hold a secret: only ours is printed.
            throw new SettingException(".env: every line must be NAME=value or # comment, each name once", error);
        }
    }
}
