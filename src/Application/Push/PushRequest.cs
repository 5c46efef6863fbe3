using Goring.Domain.Devices;

namespace Goring.Application.Push;

/// <summary>How the callee of a new call may be reached where they are not connected.</summary>
/// <param name="Services">The push services that are configured. A device of another is no way to reach anybody.</param>
/// <param name="Named">The device that the caller names; null or not reachable: the callee's registered ones are rung.</param>
/// <param name="Content">What the pushes tell.</param>
public sealed record PushRequest(IReadOnlySet<DeviceOs> Services, Device? Named, PushContent Content);
