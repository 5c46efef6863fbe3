using Serilog.Events;

namespace Goring.Web.Configuration;

/// <summary>What concerns the program rather than the signaling: its port and its logs.</summary>
internal sealed record ServerSettings(int Port, LogEventLevel LogLevel, bool JsonLogs)
{
    public static ServerSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var reader = new SettingsReader(configuration);
        return new(
            reader.Number("PORT", 8080, 1, 65535),
            reader.OneOf(
                "LOG_LEVEL",
                LogEventLevel.Information,
                ("Trace", LogEventLevel.Verbose),
                ("Verbose", LogEventLevel.Verbose),
                ("Debug", LogEventLevel.Debug),
                ("Information", LogEventLevel.Information),
                ("Warning", LogEventLevel.Warning),
                ("Error", LogEventLevel.Error),
                ("Critical", LogEventLevel.Fatal),
                ("Fatal", LogEventLevel.Fatal)),
            reader.OneOf("LOG_FORMAT", !environment.IsDevelopment(), ("json", true), ("text", false)));
    }
}
