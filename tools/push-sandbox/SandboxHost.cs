using System.Net;
using Goring.PushSandbox.Control;
using Goring.PushSandbox.Credentials;
using Goring.PushSandbox.Requests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Goring.PushSandbox;

/// <summary>One Kestrel with three ports: control and Google on plain HTTP, and the two environments of APNs.</summary>
internal static class SandboxHost
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(2);

    public static WebApplication Build(PushSandboxOptions options, LoadedKeys keys, PushLog log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var connections = 0;
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = PushRequest.LargestBody;

            // In the order of Port: that is how the ports are told apart once they are bound.
            Listen(kestrel, options, options.ControlPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                Mark(listen, Port.Control);
            });
            Listen(kestrel, options, options.ApnsPort, listen => UseApns(listen, Port.Apns));
            Listen(kestrel, options, options.ApnsDevelopmentPort, listen => UseApns(listen, Port.ApnsDevelopment));
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopsWithin);
        return builder.Build();

        void UseApns(ListenOptions listen, Port port)
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(ClientCertificates.Options(keys, options.ApnsAuthentication));
            Mark(listen, port);
        }

        // Behind UseHttps: a connection counts, and is numbered, once its handshake is done.
        void Mark(ListenOptions listen, Port port) => listen.Use(next => connection =>
        {
            connection.Features.Set(new SandboxConnection(connection, Interlocked.Increment(ref connections), port));
            if (port != Port.Control)
            {
                log.AddApnsConnection();
            }

            return next(connection);
        });
    }

    public static void Map(WebApplication app, SandboxServices services, SandboxScript script, PushLog log)
    {
        // A request to a port of APNs must not find its way to a path of the others.
        app.MapWhen(
            context => context.Features.GetRequiredFeature<SandboxConnection>().Port != Port.Control,
            branch => branch.Run(services.Apns.HandleAsync));
        app.UseRouting();
        app.MapPost("/token", services.Token.HandleAsync);
        app.MapPost("/v1/projects/{project}/messages:send", services.Fcm.HandleAsync);
        ControlEndpoints.Map(app, script, log);
        app.UseEndpoints(_ => { });
    }

    /// <summary>The ports that were bound, in the order of <see cref="Port"/>.</summary>
    public static int[] PortsOf(WebApplication app) =>
    [
        .. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => BindingAddress.Parse(address).Port),
    ];

    private static void Listen(
        KestrelServerOptions kestrel, PushSandboxOptions options, int port, Action<ListenOptions> configure)
    {
        if (options.AnyAddress)
        {
            kestrel.ListenAnyIP(port, configure);
        }
        else
        {
            kestrel.Listen(IPAddress.Loopback, port, configure);
        }
    }
}
