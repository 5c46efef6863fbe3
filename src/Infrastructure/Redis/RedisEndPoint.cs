using System.Globalization;
using System.Net;

namespace Goring.Infrastructure.Redis;

/// <summary>Reads <c>host:port</c>; an IPv6 address stands in brackets (RFC 3986, section 3.2.2).</summary>
public static class RedisEndPoint
{
    public static bool IsValid(string address) => Parse(address) is not null;

    /// <returns>The endpoint, or null for anything else.</returns>
    internal static EndPoint? Parse(string address)
    {
        var colon = address.LastIndexOf(':');
        if (colon < 1
            || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0)
        {
            return null;
        }

        var host = address[..colon];
        if (host is ['[', .., ']'])
        {
            return IPAddress.TryParse(host[1..^1], out var address6) ? new IPEndPoint(address6, port) : null;
        }

        return Uri.CheckHostName(host) switch
        {
            UriHostNameType.IPv4 => new IPEndPoint(IPAddress.Parse(host), port),
            UriHostNameType.Dns => new DnsEndPoint(host, port),
            _ => null,
        };
    }
}
