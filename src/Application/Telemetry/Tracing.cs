using System.Diagnostics;
using System.Globalization;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Shared;

namespace Goring.Application.Telemetry;

/// <summary>
/// The spans of a server. Whatever an instance does for a call stands in one trace, whose id is the call's session id:
/// nothing of it travels on the wire or through Redis (docs/decisions/0061). Without a listener there is no span, and
/// nothing is looked up for one.
/// </summary>
public static class Tracing
{
    public const string SourceName = "Goring";

    /// <summary>The attribute that holds the session id. An id may stand in a trace, never in a tag of a metric.</summary>
    public const string SessionAttribute = "goring.session_id";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>A span for a message of a client; null where nobody listens, or the sampler leaves it out.</summary>
    /// <param name="session">What it speaks of; only where it is a UUID does it name the trace.</param>
    /// <param name="caller">The trace that the client itself says it belongs to.</param>
    public static Activity? Command(string type, SessionId? session, ActivityContext caller = default) =>
        Start(type, ActivityKind.Server, session, caller);

    /// <summary>A span for a step that the server takes by itself.</summary>
    public static Activity? Step(string name, SessionId session) => Start(name, ActivityKind.Internal, session, default);

    /// <summary>A span for an attempt at a push.</summary>
    public static Activity? Push(string name, SessionId session) => Start(name, ActivityKind.Client, session, default);

    /// <summary>A span for a frame that another instance published and this one hands to its client.</summary>
    public static Activity? Delivery(ReadOnlySpan<byte> frame)
    {
        if (!Source.HasListeners() || OutgoingFrame.SessionOf(frame) is not { } session)
        {
            return null;
        }

        var type = OutgoingFrame.TypeOf(frame) ?? "frame";
        return Start("deliver " + type, ActivityKind.Consumer, session, default);
    }

    /// <summary>A span for a store's command, inside a span of ours. What nobody's message causes has none.</summary>
    public static Activity? Store(string command) =>
        Source.HasListeners() && Activity.Current is { IsStopped: false } current && current.Source == Source
            ? Source.StartActivity(command, ActivityKind.Client)?.SetTag("db.system.name", "redis")
            : null;

    /// <summary>A span for a handshake, in the trace of whoever connects, if they name one.</summary>
    public static Activity? Handshake(string name, ActivityContext caller) =>
        Source.HasListeners()
            ? Source.StartActivity(name, ActivityKind.Server, caller == default ? Root(null) : caller)
            : null;

    /// <summary>How a message came out.</summary>
    public static void Ended(this Activity? span, ErrorCode? error)
    {
        if (span is null)
        {
            return;
        }

        span.SetTag("goring.result", error is { } code ? ErrorCodes.ToWire(code) : "ok");

        // What a client did wrong is not our fault: only ours is an error of the span.
        if (error == ErrorCode.InternalError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static Activity? Start(string name, ActivityKind kind, SessionId? session, ActivityContext caller)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var links = caller == default ? null : new[] { new ActivityLink(caller) };
        var uuid = session is { } named && Guid.TryParseExact(named.Value, "D", out var id) && id != Guid.Empty ? id : (Guid?)null;

        // What surrounds it stands in another trace, and would be named its parent.
        var surrounding = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, Root(uuid), tags: null, links);
        if (span is null)
        {
            Activity.Current = surrounding;
        }

        return uuid is { } known
            ? span?.SetTag(SessionAttribute, known.ToString("D", CultureInfo.InvariantCulture))
            : span;
    }

    /// <summary>
    /// A parent without a span: what is started below it is a root of that trace, whatever the span that surrounds it.
    /// </summary>
    private static ActivityContext Root(Guid? session) => new(
        session is { } id ? ActivityTraceId.CreateFromString(id.ToString("N", CultureInfo.InvariantCulture)) : ActivityTraceId.CreateRandom(),
        default,
        ActivityTraceFlags.None,
        isRemote: true);
}
