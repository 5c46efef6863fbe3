using Goring.Application.Push;

namespace Goring.Application.Ports;

/// <summary>
/// The pushes that are to be sent, kept in the store so that a push is sent though the instance that took the call is
/// gone. They come to be by the steps of a call (<see cref="ICallStore"/>): a start with an offline callee makes a ring
/// for each device, and an end without an answer makes a cancellation for each device that was rung.
/// </summary>
/// <remarks>
/// Every member is atomic over the fleet. Each push is handed to one instance once: where that instance dies with it, a
/// ring is not sent by another (it may have been sent), and its call ends by its ring timeout (docs/decisions/0009).
/// </remarks>
public interface IPushJobs
{
    /// <summary>Claims pushes that are due, the oldest first.</summary>
    /// <exception cref="StoreUnavailableException">What was claimed, if anything, is lost as with an instance that dies.</exception>
    ValueTask<IReadOnlyList<PushJob>> ClaimAsync(int most, CancellationToken cancellationToken);

    /// <summary>
    /// Says how a claimed push came out. A ring that reached its device is remembered for as long as the call is
    /// unanswered; where the call has ended so in the meantime, its cancellation becomes due now.
    /// </summary>
    ValueTask FinishAsync(PushJob job, PushEnd end, CancellationToken cancellationToken);
}
