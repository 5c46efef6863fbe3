using System.Net;
using Goring.Web.Configuration;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Goring.Web.Edge;

/// <summary>
/// <c>TRUSTED_PROXIES</c>: addresses and networks. What a request says of its way is read from its end, one proxy after
/// the other, and no further than to the first whom nobody vouches for: what stands to the left of that is whatever a
/// client chose to write.
/// </summary>
internal sealed record TrustedProxies(IReadOnlyList<IPAddress> Addresses, IReadOnlyList<IPNetwork> Networks)
{
    private const string VariableName = "TRUSTED_PROXIES";
    private const string Wants = "wants addresses or networks such as 10.0.0.0/8 or fd00::/8, with commas";

    public static TrustedProxies Read(SettingsReader reader)
    {
        List<IPAddress> addresses = [];
        List<IPNetwork> networks = [];
        foreach (var text in reader.ExactList(VariableName))
        {
            if (text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network.PrefixLength > 0
                    ? network
                    : throw SettingException.For(VariableName, "wants networks that are not everybody's"));
            }
            else if (IsAddress(text, out var address))
            {
                addresses.Add(address);
            }
            else
            {
                throw SettingException.For(VariableName, Wants);
            }
        }

        return new(addresses, networks);
    }

    /// <summary>
    /// The client's address, and whether it came over TLS. Never the host: nothing that the server sends is made of it.
    /// </summary>
    public ForwardedHeadersOptions ToOptions()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,

            // As many as vouch for one another: each is looked up.
            ForwardLimit = null,
        };

        // The framework believes the loopback's own unless told otherwise.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in Addresses)
        {
            options.KnownProxies.Add(address);
        }

        foreach (var network in Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        return options;
    }

    public bool Any => Addresses.Count + Networks.Count > 0;

    /// <summary>In full: .NET also takes 10.1 and 167772161 for addresses, of which no operator means either.</summary>
    private static bool IsAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && (text.Contains(':', StringComparison.Ordinal) || text.Split('.').Length == 4);
}
