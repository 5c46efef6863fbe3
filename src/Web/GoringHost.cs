using Goring.Web.Configuration;
using Goring.Web.Observability;

namespace Goring.Web;

/// <summary>The server as a program of its own: settings from the environment, Kestrel, Serilog, and Goring on them.</summary>
public static class GoringHost
{
    /// <param name="args">The command line, for ASP.NET Core's own settings.</param>
    /// <param name="settings">Variables that win over the environment: for a host inside another program, or a test.</param>
    /// <exception cref="SettingException">A variable is wrong.</exception>
    public static WebApplication Build(string[] args, IEnumerable<KeyValuePair<string, string?>>? settings = null) =>
        Build(args, settings, static _ => { });

    /// <param name="alsoLogTo">More places for what is logged, beside standard output.</param>
    internal static WebApplication Build(
        string[] args, IEnumerable<KeyValuePair<string, string?>>? settings, Action<ILoggingBuilder> alsoLogTo)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddGoringSources(builder.Environment, settings);
        var server = ServerSettings.Read(builder.Configuration, builder.Environment);

        builder.Logging.AddGoringLogging(server);
        alsoLogTo(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(server.Port);

            // A token may take up to 16 KiB of a header; a handshake is one small request and has no body.
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestLineSize = 20 * 1024;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddGoring(builder.Configuration, builder.Environment);

        var app = builder.Build();
        app.MapGoring();
        return app;
    }
}
