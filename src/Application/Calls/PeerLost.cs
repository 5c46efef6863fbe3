using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary>
/// A user's socket is lost: their call ends for the peer with <c>peer_disconnected</c>, unless they are back.
/// </summary>
internal sealed record PeerLost(UserId User) : IRequest;

internal sealed class PeerLostHandler(ICallStore calls, CallMetrics metrics, ILogger<PeerLostHandler> logger) : IRequestHandler<PeerLost>
{
    public async Task<Unit> Handle(PeerLost request, CancellationToken cancellationToken)
    {
        if (await calls.FindByUserAsync(request.User, cancellationToken) is not { } session)
        {
            return Unit.Value;
        }

        using var span = Tracing.Step("peer lost", session);
        var ended = WireFrame.Of(new CallEnded(session, EndReason.PeerDisconnected));
        var outcome = await calls.ApplyAsync(
            session, CallTransition.PeerLost, new User(request.User), ended, cancellationToken);
        span.Ended(outcome.Error);
        if (outcome.IsDone)
        {
            metrics.Ended(EndReason.PeerDisconnected);
            logger.CallEnded(session, EndReason.PeerDisconnected);
        }

        return Unit.Value;
    }
}
