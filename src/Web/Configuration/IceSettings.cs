using System.Globalization;
using System.Text.RegularExpressions;
using Goring.Application.Ice;

namespace Goring.Web.Configuration;

/// <summary>The variables of STUN and TURN.</summary>
internal static partial class IceSettings
{
    public static IceOptions Read(SettingsReader reader)
    {
        var turn = Urls(reader, "TURN_URLS", TurnUrl(), "wants turn:host:port?transport=udp, or several with commas");
        var secrets = reader.ExactList("TURN_SECRET");
        if (secrets.Any(secret => secret.Length == 0))
        {
            throw SettingException.For("TURN_SECRET", "wants a secret, or several with commas; the first one signs");
        }

        if (turn.Count > 0 && secrets.Count == 0)
        {
            throw SettingException.For("TURN_SECRET", "is required with TURN_URLS");
        }

        return new()
        {
            StunUrls = Urls(reader, "STUN_URLS", StunUrl(), "wants stun:host:port, or several with commas"),
            TurnUrls = turn,
            TurnSecrets = secrets,
            TurnTtl = reader.Seconds("TURN_TTL_SECONDS", 3600, 60, 86_400),
        };
    }

    /// <summary>A browser throws the whole list away where one of them is wrong, so each is looked at.</summary>
    private static IReadOnlyList<string> Urls(SettingsReader reader, string name, Regex shape, string wants)
    {
        var urls = reader.ExactList(name);
        return urls.All(url => shape.Match(url) is { Success: true } match && IsEndPoint(match))
            ? urls
            : throw SettingException.For(name, wants);
    }

    private static bool IsEndPoint(Match match)
    {
        var (host, port) = (match.Groups["host"].Value, match.Groups["port"]);
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && (!port.Success
                || (ushort.TryParse(port.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number > 0));
    }

    [GeneratedRegex(
        @"\Astuns?:(?<host>\[[0-9A-Fa-f:.]+\]|[^\s\[\]:?]+)(:(?<port>[0-9]+))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex StunUrl();

    [GeneratedRegex(
        @"\Aturns?:(?<host>\[[0-9A-Fa-f:.]+\]|[^\s\[\]:?]+)(:(?<port>[0-9]+))?(\?transport=(udp|tcp))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex TurnUrl();
}
