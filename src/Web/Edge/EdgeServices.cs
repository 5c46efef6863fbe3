using Goring.Web.Signaling;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Goring.Web.Edge;

/// <summary>The outermost of the server: who is heard at all, and how often.</summary>
internal static class EdgeServices
{
    public static void AddEdge(this IServiceCollection services, EdgeSettings settings, ConnectionSettings connections)
    {
        services.AddSingleton(settings);
        services.AddSingleton<SocketAdmission>();
        services.AddSingleton(provider => provider.GetRequiredService<EdgeSettings>() switch
        {
            var edge => new WaitingRoom(
                edge.Capacity.Waiting, edge.FirstRequestTimeout, provider.GetRequiredService<TimeProvider>()),
        });
        services.AddRateLimiter(options => options.AddPolicy<string, RequestLimit>(RequestLimit.Name));
        services.AddCors(options => options.AddPolicy(RequestLimit.Name, policy => Allow(policy, connections)));
    }

    /// <summary>Before everything else: the client's address, the headers of every answer, and that a request runs.</summary>
    public static void UseEdge(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<EdgeSettings>();
        app.Logger.CapacityKnown(settings.Capacity.Sockets, settings.Capacity.Waiting, settings.Capacity.Descriptors);
        if (!settings.Capacity.Fits)
        {
            app.Logger.TooFewDescriptors(Capacity.VariableName, settings.Capacity.Descriptors);
        }

        app.Use(static (context, next) => context.Features.Get<WaitingConnection>() is { } connection
            ? connection.RunAsync(context, next)
            : next(context));
        if (settings.Proxies.Any)
        {
            app.UseForwardedHeaders(settings.Proxies.ToOptions());
        }

        app.UseHsts();
        app.Use(static (context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
    }

    /// <summary>
    /// The origins that may open a socket may also ask for a call. Without credentials: a token is sent by a script on
    /// purpose, never by the browser of itself.
    /// </summary>
    private static void Allow(CorsPolicyBuilder policy, ConnectionSettings connections)
    {
        policy.WithMethods(HttpMethods.Get, HttpMethods.Post).WithHeaders("authorization").WithExposedHeaders("retry-after");
        if (connections.AllowedOrigins.Count == 0)
        {
            policy.AllowAnyOrigin();
        }
        else
        {
            policy.WithOrigins([.. connections.AllowedOrigins]);
        }
    }
}
