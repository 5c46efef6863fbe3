using System.Net;
using System.Net.Sockets;

namespace Goring.Web.Edge;

/// <summary>From where a client comes, as far as one may count by it.</summary>
internal static class ClientAddress
{
    /// <summary>Of IPv6, the part that a provider gives to a household (RFC 6177): the rest its devices choose at will.</summary>
    private const int BytesOfIPv6 = 8;

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 one.</summary>
    public static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, BytesOfIPv6))
            : address.ToString();
    }
}
