using Goring.Application.Connections;
using Goring.Application.Ports;

namespace Goring.UnitTests.Support;

/// <summary>Real slots that a test can make fail.</summary>
internal sealed class FaultyPresence(IPresence inner) : IPresence
{
    /// <summary>Thrown in place of a claim.</summary>
    public Exception? ClaimFault { get; set; }

    /// <summary>Thrown in place of a release.</summary>
    public Exception? ReleaseFault { get; set; }

    /// <summary>Thrown in place of a refresh.</summary>
    public Exception? RefreshFault { get; set; }

    /// <summary>Answered in place of what a refresh finds.</summary>
    public RefreshReport? Report { get; set; }

    public ValueTask<SessionStart> ClaimAsync(IClientConnection connection, CancellationToken cancellationToken) =>
        ClaimFault is null
            ? inner.ClaimAsync(connection, cancellationToken)
            : ValueTask.FromException<SessionStart>(ClaimFault);

    public ValueTask<bool> ReleaseAsync(SlotHolder holder, CancellationToken cancellationToken) =>
        ReleaseFault is null
            ? inner.ReleaseAsync(holder, cancellationToken)
            : ValueTask.FromException<bool>(ReleaseFault);

    public ValueTask<RefreshReport> RefreshAsync(
        IReadOnlyList<IClientConnection> connections, CancellationToken cancellationToken) =>
        RefreshFault is not null ? ValueTask.FromException<RefreshReport>(RefreshFault)
        : Report is { } report ? ValueTask.FromResult(report)
        : inner.RefreshAsync(connections, cancellationToken);
}
