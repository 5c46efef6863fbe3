using Goring.Domain.Devices;

namespace Goring.Application.Protocol;

/// <summary>The words of a device's closed sets, the same on the wire and in the store. Its kind: <see cref="CallNames"/>.</summary>
public static class DeviceNames
{
    public static string ToWire(ApnsEnvironment environment) => environment switch
    {
        ApnsEnvironment.Production => "production",
        ApnsEnvironment.Development => "development",
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, "No wire spelling."),
    };

    /// <summary>The environment a word stands for, or null for a word of nobody's.</summary>
    public static ApnsEnvironment? ParseEnvironment(string? word) => word switch
    {
        "production" => ApnsEnvironment.Production,
        "development" => ApnsEnvironment.Development,
        _ => null,
    };
}
