using Goring.Web.Configuration;
using Goring.Web.Edge;
using Goring.Web.Observability;
using Goring.Web.Tls;
using Goring.Web.Transport;
using Microsoft.AspNetCore.Connections;

namespace Goring.Web;

/// <summary>The server as a program of its own: settings from the environment, Kestrel, Serilog, and Goring on them.</summary>
public static class GoringHost
{
    /// <param name="args">The command line, for ASP.NET Core's own settings.</param>
    /// <param name="settings">Variables that win over the environment: for a host inside another program, or a test.</param>
    /// <exception cref="SettingException">A variable is wrong.</exception>
    public static WebApplication Build(string[] args, IEnumerable<KeyValuePair<string, string?>>? settings = null) =>
        Build(args, settings, configure: null);

    /// <param name="configure">Changes the host last: for limits that no variable sets, or more places for what is logged.</param>
    internal static WebApplication Build(
        string[] args, IEnumerable<KeyValuePair<string, string?>>? settings, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddGoringSources(builder.Environment, settings);
        var server = ServerSettings.Read(builder.Configuration, builder.Environment);

        builder.Logging.AddGoringLogging(server);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            var services = kestrel.ApplicationServices;
            KestrelLimits.Apply(kestrel.Limits, services.GetRequiredService<EdgeSettings>().Capacity);
            kestrel.Listen(
                server.Port, services.GetRequiredService<WaitingRoom>(), services.GetService<TlsCertificate>());
        });
        builder.WebHost.UseSockets(sockets => sockets.Backlog = KestrelLimits.Backlog);
        builder.Services.AddSingleton<IConnectionListenerFactory, SocketTransport>();
        builder.Services.AddGoring(builder.Configuration, builder.Environment);
        if (TlsSettings.Read(new SettingsReader(builder.Configuration)) is { } tls)
        {
            builder.Services.AddTls(tls);
        }

        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapGoring();
        return app;
    }
}
