using Goring.Web.Signaling;

namespace Goring.Web.Rooms;

/// <summary>Rooms in the host.</summary>
internal static class RoomServices
{
    public static void AddRooms(this IServiceCollection services, RoomSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(settings.Options);
        services.AddSingleton<RoomEndpoint>();
        services.AddHostedService<RoomPings>();
    }

    /// <summary>Maps <c>/connect</c>, which asks for a token unless anybody may come.</summary>
    public static void MapRooms(this IEndpointRouteBuilder routes) => routes
        .MapGet("/connect", routes.ServiceProvider.GetRequiredService<RoomEndpoint>().HandleAsync)
        .WithMetadata(SocketRoute.Mark);
}
