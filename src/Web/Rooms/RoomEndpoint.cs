using Goring.Application.Rooms;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Goring.Web.Signaling;
using Microsoft.AspNetCore.Authentication;

namespace Goring.Web.Rooms;

/// <summary>
/// <c>GET /connect</c>: upgrades, and tells the client its id. The store is not asked before the client joins a room.
/// </summary>
internal sealed class RoomEndpoint(RoomLifetime lifetime, SocketHost host, ILogger<RoomEndpoint> logger)
    : SocketEndpoint<RoomConnection>(host, logger)
{
    /// <summary>
    /// Where anybody may come, a token that is given must be good: a client whose token has expired would otherwise
    /// lose its name without a word.
    /// </summary>
    protected override async Task<bool> TryAuthenticateAsync(HttpContext context)
    {
        if (context.Features.Get<User>() is not null || string.IsNullOrEmpty(TokenLocation.Find(context)))
        {
            return true;
        }

        await context.ChallengeAsync();
        return false;
    }

    protected override RoomConnection Create(HttpContext context, bool speaksV1) =>
        RoomConnection.New(context.Features.Get<User>(), speaksV1, Host);

    protected override Task OpenAsync(RoomConnection connection, CancellationToken cancellationToken)
    {
        lifetime.Open(connection, connection.Client);
        return Task.CompletedTask;
    }

    protected override Task CloseAsync(RoomConnection connection) => lifetime.CloseAsync(connection, connection.Client);
}
