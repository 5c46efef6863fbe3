using Goring.Application.Ports;
using Goring.Domain.Devices;
using Goring.Domain.Users;

namespace Goring.Infrastructure.InMemory;

/// <summary>Devices of one instance's users; gone with the process, so apps register at each start.</summary>
internal sealed class InMemoryDeviceStore(InMemoryState state, TimeProvider time) : IDeviceStore
{
    public ValueTask RegisterAsync(UserId user, Device device, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            state.Devices.Register(user, device, time.GetUtcNow());
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask UnregisterAsync(UserId user, string token, CancellationToken cancellationToken) =>
        DropAsync(user, token, since: null, cancellationToken);

    public ValueTask ConfirmAsync(
        UserId user, string token, ApnsEnvironment? foundIn, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            state.Devices.Confirm(user, token, foundIn, time.GetUtcNow());
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DropAsync(UserId user, string token, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            state.Devices.Drop(user, token, since);
        }

        return ValueTask.CompletedTask;
    }
}
