using Goring.Application;
using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Infrastructure;
using Goring.Web.Auth;
using Goring.Web.Auth.OpenId;
using Goring.Web.Calls;
using Goring.Web.Client;
using Goring.Web.Configuration;
using Goring.Web.Edge;
using Goring.Web.Health;
using Goring.Web.Observability;
using Goring.Web.Rooms;
using Goring.Web.Signaling;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Goring.Web;

/// <summary>Goring in an ASP.NET Core host: <see cref="AddGoring"/>, then <see cref="MapGoring"/>.</summary>
public static class GoringServices
{
    /// <summary>
    /// Adds the server with the variables of docs/protocol.md, part 7, as they stand in <paramref name="configuration"/>.
    /// </summary>
    /// <exception cref="SettingException">A variable is wrong.</exception>
    public static IServiceCollection AddGoring(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = GoringSettings.Read(configuration, environment);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ClientFolder.BesideTheProgram);
        services.AddSingleton(settings.Calls);
        services.AddSingleton(settings.Ice);
        services.AddSingleton(settings.Instance);
        services.AddSingleton(settings.Tokens);
        services.AddSingleton(settings.Connections);
        services.AddSingleton<ICallQuota, CallQuota>();
        services.AddSingleton<DrainState>();
        services.AddSingleton<SocketClock>();
        services.AddSingleton<SocketRounds>();
        services.AddSingleton<SocketHost>();
        services.AddSingleton<HandshakeTelemetry>();
        services.AddSingleton<SignalingEndpoint>();
        services.AddSingleton(new PushOptions(settings.Push.CancelOverApns));
        services.AddSingleton(provider => new RingTokens(settings.Tokens.RingKey, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CallAuthentication>();
        services.AddRooms(settings.Rooms);
        services.AddEdge(settings.Edge, settings.Connections);

        // Stopped in the reverse order: calls that end while sockets are closed still have their phones told.
        services.AddPushWorker();
        services.AddHostedService<Drain>();
        services.AddHostedService<SocketSweep>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.Connections.ShutdownTimeout);

        services.AddApplication();
        if (settings.Redis is { } redis)
        {
            services.AddRedisStore(redis);
        }
        else
        {
            services.AddInMemoryStore();
        }

        if (settings.Push.Fcm is { } fcm)
        {
            services.AddFcm(fcm);
        }

        if (settings.Push.Apns is { } apns)
        {
            services.AddApns(apns);
        }

        services.AddTurnCredentials();
        services.AddUpkeep();
        services.AddTokenAuthentication(settings.Tokens);
        services.AddGoringHealth();
        if (settings.Telemetry is { } telemetry)
        {
            services.AddTelemetry(telemetry, settings.Instance);
        }

        return services;
    }

    /// <summary>
    /// Maps the WebSocket endpoint, the HTTP calls, the health endpoints and the web client; in Development the token
    /// endpoint too.
    /// </summary>
    public static WebApplication MapGoring(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Logger.WarnOfOpenAudience(app.Services.GetRequiredService<TokenSettings>());
        app.UseEdge();
        app.UseHandshakeTelemetry();
        var connections = app.Services.GetRequiredService<ConnectionSettings>();
        app.Use(TransportUpgrade.UseAsync);
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = connections.PingInterval,
            KeepAliveTimeout = connections.PongTimeout,
        });
        app.Use(SocketRoute.ServeAsync);
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapGet("/ws", app.Services.GetRequiredService<SignalingEndpoint>().HandleAsync).WithMetadata(SocketRoute.Mark);
        app.MapCalls();
        app.MapRooms();
        app.MapGoringHealth();
        app.MapClient(app.Services.GetRequiredService<ClientFolder>(), app.Logger);
        if (app.Environment.IsDevelopment())
        {
            app.MapDevelopmentTokens();
        }

        return app;
    }
}
