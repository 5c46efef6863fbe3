namespace Goring.PushSandbox.Apple;

/// <summary>Which push types go to which topics of an app.</summary>
internal static class Topics
{
    private static readonly Dictionary<string, string> Suffixes = new(StringComparer.Ordinal)
    {
        ["alert"] = "",
        ["background"] = "",
        ["mdm"] = "",
        ["voip"] = ".voip",
        ["complication"] = ".complication",
        ["fileprovider"] = ".pushkit.fileprovider",
        ["liveactivity"] = ".push-type.liveactivity",
        ["location"] = ".location-query",
        ["pushtotalk"] = ".voip-ptt",
    };

    public static bool IsPushType(string type) => Suffixes.ContainsKey(type);

    public static bool IsOf(string topic, string bundleId) =>
        Suffixes.Values.Any(suffix => topic == bundleId + suffix);

    public static bool Fits(string topic, string pushType, string bundleId) => topic == bundleId + Suffixes[pushType];
}
