using Goring.Application.Rooms;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Goring.Web.Signaling;

namespace Goring.Web.Rooms;

/// <summary>
/// <c>GET /connect</c>: upgrades, and tells the client its id. The store is not asked before the client joins a room.
/// </summary>
internal sealed class RoomEndpoint(
    RoomLifetime lifetime, RoomSettings settings, SocketHost host, ILogger<RoomEndpoint> logger)
    : SocketEndpoint<RoomConnection>(host, logger)
{
    /// <summary>
    /// Where anybody may come, a token that is given must be good: a client whose token has expired would otherwise
    /// lose its name without a word.
    /// </summary>
    protected override bool NeedsToken(HttpContext context) =>
        !settings.Anonymous || !string.IsNullOrEmpty(TokenLocation.Find(context));

    protected override RoomConnection Create(HttpContext context, bool speaksV1) =>
        RoomConnection.New(context.Features.Get<User>(), speaksV1, Host);

    protected override Task OpenAsync(RoomConnection connection, CancellationToken cancellationToken)
    {
        lifetime.Open(connection, connection.Client);
        return Task.CompletedTask;
    }

    protected override Task CloseAsync(RoomConnection connection) => lifetime.CloseAsync(connection, connection.Client);
}
