using System.Globalization;
using Goring.Application.Protocol;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// A device as text that scripts can take apart: <c>os environment registered seen token</c>. The environment is
/// <c>-</c> where it is unknown; both times are Unix milliseconds, 0 for none. The token, which stands last, may hold
/// anything.
/// </summary>
internal static class RedisDevice
{
    private const int Parts = 5;

    public static string ToText(Device device) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CallNames.ToWire(device.Os)} {EnvironmentOf(device)} {device.RegisteredAt?.ToUnixTimeMilliseconds() ?? 0} 0 {device.Token}");

    public static string EnvironmentOf(Device device) =>
        device.Environment is { } environment ? DeviceNames.ToWire(environment) : "-";

    /// <returns>The device, or null for a text that is none.</returns>
    public static Device? Parse(string text) =>
        text.Split(' ', Parts) is [var os, var environment, var registered, _, var token]
        && CallNames.ParseOs(os) is { } system
        && long.TryParse(registered, CultureInfo.InvariantCulture, out var milliseconds)
            ? new(
                token,
                system,
                DeviceNames.ParseEnvironment(environment),
                milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
}
