using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Devices;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>Devices of a fleet's users: a hash a user, and a key a token that says whose it is.</summary>
internal sealed class RedisDeviceStore(RedisConnection redis) : IDeviceStore
{
    public async ValueTask RegisterAsync(UserId user, Device device, CancellationToken cancellationToken) =>
        await EvaluateAsync(
            RedisScript.RegisterDevice,
            user,
            device.Token,
            CallNames.ToWire(device.Os),
            RedisDevice.EnvironmentOf(device));

    public async ValueTask UnregisterAsync(UserId user, string token, CancellationToken cancellationToken) =>
        await EvaluateAsync(RedisScript.DropDevice, user, token, "");

    public async ValueTask ConfirmAsync(
        UserId user, string token, ApnsEnvironment? foundIn, CancellationToken cancellationToken) =>
        await EvaluateAsync(
            RedisScript.ConfirmDevice, user, token, foundIn is { } environment ? DeviceNames.ToWire(environment) : "");

    public async ValueTask DropAsync(
        UserId user, string token, DateTimeOffset? since, CancellationToken cancellationToken) =>
        await EvaluateAsync(
            RedisScript.DropDevice, user, token, since is { } time ? time.ToUnixTimeMilliseconds() : RedisValue.EmptyString);

    private async Task EvaluateAsync(RedisScript script, UserId user, string token, params RedisValue[] more) =>
        await redis.EvaluateAsync(script, [user.Value, token, RedisKeys.DeviceOwnerOf(token), .. more]);
}
