using Goring.Application.Connections;
using Goring.Application.Protocol;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Rooms;

/// <summary>A client's way in and out: it is told its id before anything else, and leaves its room at the end.</summary>
public sealed class RoomLifetime(
    ConnectionRegistry registry, RoomClients clients, RoomMemberships memberships, ILogger<RoomLifetime> logger)
{
    public void Open(IClientSocket socket, RoomClient client)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(client);
        socket.Answer(WireFrame.Of(new NotifyClientId(client.Id)));
        clients.Add(client);
        registry.Add(socket);
    }

    /// <summary>
    /// Takes the client out of its room. Never throws: what the store cannot do now is tried again by
    /// <see cref="RoomUpkeep"/>.
    /// </summary>
    public async Task CloseAsync(IClientSocket socket, RoomClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        clients.Remove(client);
        try
        {
            await memberships.LeaveAsync(client, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever went wrong, a member that stays behind is a ghost to the others.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.MemberNotTakenOut(error, client.Id);
        }
        finally
        {
            registry.Remove(socket);
        }
    }
}
