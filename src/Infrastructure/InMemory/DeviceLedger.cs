using Goring.Application.Ports;
using Goring.Domain.Devices;
using Goring.Domain.Users;

namespace Goring.Infrastructure.InMemory;

/// <summary>Users' devices, each token with one user. Not thread-safe.</summary>
internal sealed class DeviceLedger
{
    private readonly Dictionary<string, Entry> _byToken = [];
    private readonly Dictionary<UserId, HashSet<string>> _ofUser = [];

    public void Register(UserId user, Device device, DateTimeOffset now)
    {
        if (_byToken.TryGetValue(device.Token, out var earlier))
        {
            Remove(earlier);
        }

        _byToken[device.Token] = new(user, device with { RegisteredAt = now }, now);
        if (!_ofUser.TryGetValue(user, out var tokens))
        {
            _ofUser[user] = tokens = [];
        }

        tokens.Add(device.Token);
        if (tokens.Count > IDeviceStore.MaxPerUser)
        {
            Remove(tokens.Where(token => token != device.Token).Select(token => _byToken[token]).MinBy(entry => entry.Seen)!);
        }
    }

    public void Drop(UserId user, string token, DateTimeOffset? since)
    {
        if (Find(user, token) is { } entry && (since is null || entry.Device.RegisteredAt < since))
        {
            Remove(entry);
        }
    }

    public void Confirm(UserId user, string token, ApnsEnvironment? foundIn, DateTimeOffset now)
    {
        if (Find(user, token) is { } entry)
        {
            var device = entry.Device;
            _byToken[token] = entry with
            {
                Device = device with { Environment = foundIn ?? device.Environment },
                Seen = now,
            };
        }
    }

    /// <summary>
    /// The device that a caller names, else the registered ones, the one that was used last first; of those whose
    /// service is configured.
    /// </summary>
    public IReadOnlyList<Device> Reachable(
        UserId user, Device? named, IReadOnlySet<DeviceOs> services, DateTimeOffset now)
    {
        if (named is not null && services.Contains(named.Os))
        {
            return [named];
        }

        var entries = _ofUser.GetValueOrDefault(user, []).Select(token => _byToken[token]).ToArray();
        foreach (var old in entries.Where(entry => entry.Seen <= now - IDeviceStore.Lifetime))
        {
            Remove(old);
        }

        return
        [
            .. entries.Where(entry => entry.Seen > now - IDeviceStore.Lifetime)
                .OrderByDescending(entry => entry.Seen)
                .Select(entry => entry.Device)
                .Where(device => services.Contains(device.Os)),
        ];
    }

    private Entry? Find(UserId user, string token) =>
        _byToken.TryGetValue(token, out var entry) && entry.User == user ? entry : null;

    private void Remove(Entry entry)
    {
        _byToken.Remove(entry.Device.Token);
        var tokens = _ofUser[entry.User];
        tokens.Remove(entry.Device.Token);
        if (tokens.Count == 0)
        {
            _ofUser.Remove(entry.User);
        }
    }

    /// <param name="Seen">When it was registered or reached last.</param>
    private sealed record Entry(UserId User, Device Device, DateTimeOffset Seen);
}
