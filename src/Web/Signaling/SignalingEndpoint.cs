using System.Globalization;
using Goring.Application.Connections;
using Goring.Web.Auth;

namespace Goring.Web.Signaling;

/// <summary>
/// <c>GET /ws</c>, with a token: takes the user's slot, then upgrades. The user is reachable before they
/// can know that they are connected.
/// </summary>
internal sealed class SignalingEndpoint(
    ConnectionLifetime lifetime, ReplayPump replay, SocketHost host, ILogger<SignalingEndpoint> logger)
    : SocketEndpoint<CallConnection>(host, logger)
{
    protected override bool NeedsToken(HttpContext context) => true;

    protected override CallConnection Create(HttpContext context, bool speaksV1) =>
        new(TokenUser.Of(context), speaksV1 ? ResumeOf(context) : null, replay, Host);

    protected override Task OpenAsync(CallConnection connection, CancellationToken cancellationToken) =>
        lifetime.OpenAsync(connection, cancellationToken);

    protected override Task CloseAsync(CallConnection connection) => lifetime.CloseAsync(connection);

    /// <summary>What a <c>goring.v1</c> client resumes.</summary>
    private static ResumeRequest ResumeOf(HttpContext context)
    {
        var query = context.Request.Query;
        return long.TryParse(query["last_seq"], NumberStyles.None, CultureInfo.InvariantCulture, out var lastSeq)
            ? new(query["resume"], lastSeq)
            : new(null, -1);
    }
}
