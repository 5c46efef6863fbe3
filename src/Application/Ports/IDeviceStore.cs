using Goring.Domain.Devices;
using Goring.Domain.Users;

namespace Goring.Application.Ports;

/// <summary>
/// The devices on which users can be woken. A token belongs to one user at a time: whoever registered it last, since a
/// phone whose user signed out must not ring for them. Every member is atomic a user.
/// </summary>
public interface IDeviceStore
{
    /// <summary>How long a device is kept after it was registered or reached last.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>How many a user may have; one more takes the place of the one that was used longest ago.</summary>
    const int MaxPerUser = 16;

    /// <summary>Adds a device, or renews it, and takes its token from any other user.</summary>
    ValueTask RegisterAsync(UserId user, Device device, CancellationToken cancellationToken);

    /// <summary>Takes a device from a user who has it. A token that the user does not have is no error.</summary>
    ValueTask UnregisterAsync(UserId user, string token, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that a device was reached, which renews it, and where its token was found to be known. Nothing happens
    /// where the user does not have it.
    /// </summary>
    /// <param name="foundIn">Null where nothing was found out.</param>
    ValueTask ConfirmAsync(
        UserId user, string token, ApnsEnvironment? foundIn, CancellationToken cancellationToken);

    /// <summary>Takes a dead device from a user, unless it was registered at <paramref name="since"/> or later.</summary>
    /// <param name="since">When the token died; null where nobody knows.</param>
    ValueTask DropAsync(UserId user, string token, DateTimeOffset? since, CancellationToken cancellationToken);
}
