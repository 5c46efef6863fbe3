using Goring.Application.Push;
using Goring.Domain.Devices;

namespace Goring.Application.Ports;

/// <summary>One push service. Registered once for each service that is configured.</summary>
public interface IPushGateway
{
    /// <summary>The phones it reaches.</summary>
    DeviceOs Serves { get; }

    /// <summary>
    /// Makes one attempt. Where the service's own rules ask for a second one at once (a token of ours that ran out,
    /// the other environment of a device that did not say which), that belongs to the attempt; past
    /// <see cref="PushMessage.ExpiresAt"/> it is not begun.
    /// </summary>
    /// <returns>What the service said; a fault on the way is an answer too (<see cref="PushAnswer.NotNow"/>). Within 10 s.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; the push may have arrived.</exception>
    Task<PushAnswer> SendAsync(Device device, PushMessage message, CancellationToken cancellationToken);
}
