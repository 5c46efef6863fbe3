using System.Collections.Frozen;
using Goring.Application.Ports;
using Goring.Domain.Devices;

namespace Goring.Application.Push;

/// <summary>The push services that are configured on this instance.</summary>
public sealed class PushServices(IEnumerable<IPushGateway> gateways)
{
    private readonly FrozenDictionary<DeviceOs, IPushGateway> _gateways = gateways.ToFrozenDictionary(gateway => gateway.Serves);

    /// <summary>The phones that can be reached; none where no service is configured.</summary>
    public IReadOnlySet<DeviceOs> Reachable { get; } = gateways.Select(gateway => gateway.Serves).ToFrozenSet();

    /// <summary>The service of a kind of phone, or null where it is not configured.</summary>
    public IPushGateway? Find(DeviceOs os) => _gateways.GetValueOrDefault(os);
}
