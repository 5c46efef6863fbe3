using System.Text.Json;
using System.Text.Json.Serialization;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Application.Protocol;

/// <summary>One message to a client: the <c>payload</c> of its frame. Its type stands in <see cref="ServerMessageTable"/>.</summary>
public abstract record ServerMessage
{
    internal virtual OutboundRow Row => ServerMessageTable.RowOf(this);
}

/// <summary>A user as their peers see them. Fields that the user's token left out, or empty, are left out.</summary>
public sealed record UserInfo(string UserId, string? Name, string? Username, string? ImageProfile)
{
    public static UserInfo Of(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(user.Id.Value, user.Name, user.Username, user.ImageProfile);
    }
}

/// <summary>To the callee: somebody calls. Media and metadata as the caller gave them, to <c>goring.v1</c> clients alone.</summary>
public sealed record CallRing(
    SessionId SessionId,
    UserId CallerId,
    [property: JsonConverter(typeof(UserInfoWriter))] UserInfo CallerInfo,
    string? Media = null,
    JsonElement? Metadata = null) : ServerMessage;

/// <summary>To the caller: it rings.</summary>
public sealed record CallRinging(SessionId SessionId, UserId CalleeId) : ServerMessage;

/// <summary>To the caller: the callee answered.</summary>
public sealed record CallAccepted(
    SessionId SessionId, [property: JsonConverter(typeof(UserInfoWriter))] UserInfo CalleeInfo) : ServerMessage;

/// <summary>To the caller: the callee declined.</summary>
public sealed record CallRejected(
    SessionId SessionId, [property: JsonConverter(typeof(UserInfoWriter))] UserInfo CalleeInfo) : ServerMessage;

/// <summary>To the peer, or to both where nobody ended it; <paramref name="PeerInfo"/> is who did.</summary>
public sealed record CallEnded(
    SessionId SessionId, EndReason Reason, [property: JsonConverter(typeof(UserInfoWriter))] UserInfo? PeerInfo = null) : ServerMessage;

/// <summary>The answer to <c>call.check</c>; state and caller only where the session exists.</summary>
public sealed record CallCheckResult(
    SessionId SessionId, bool Exists, CallState? State = null, UserId? CallerId = null) : ServerMessage;

/// <summary>A refusal; <paramref name="RequestType"/> and <paramref name="SessionId"/> where they are known.</summary>
public sealed record ErrorMessage(
    string Code,
    [property: JsonPropertyName("message")] string Text,
    string? RequestType = null,
    string? SessionId = null) : ServerMessage;

/// <summary>A command without an answer of its own was done.</summary>
public sealed record Ack : ServerMessage;

/// <summary>The answer to <c>ping</c>.</summary>
public sealed record Pong : ServerMessage;

/// <summary>The answer to <c>ice.servers</c>.</summary>
/// <param name="IceServers">As <c>RTCConfiguration.iceServers</c> wants them; none where none is configured.</param>
/// <param name="TtlSeconds">How long the credentials are good for: a client asks again well before.</param>
public sealed record IceServerList(IReadOnlyList<IceServer> IceServers, int TtlSeconds) : ServerMessage;

/// <summary>One entry of the list; username and credential for TURN alone.</summary>
public sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null);

/// <summary>The first message to a <c>goring.v1</c> client.</summary>
/// <param name="HeartbeatSeconds">How often the server pings; twice that without a frame means that it is lost.</param>
/// <param name="ResumeWindowSeconds">How long after its last socket the session can be resumed.</param>
/// <param name="Resumed">Whether an earlier session goes on: then every event after <c>last_seq</c> follows.</param>
/// <param name="Call">The call that the user is in, or null.</param>
public sealed record SessionReady(
    ConnectionId ConnectionId,
    string ServerId,
    UserInfo User,
    int HeartbeatSeconds,
    string ResumeToken,
    int ResumeWindowSeconds,
    bool Resumed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CallSnapshot? Call) : ServerMessage;

/// <summary>A call as one of its parties finds it on connecting.</summary>
/// <param name="Role"><c>caller</c> or <c>callee</c>.</param>
public sealed record CallSnapshot(SessionId SessionId, CallState State, string Role, UserInfo PeerInfo)
{
    public static CallSnapshot Of(CallSession call, UserId user)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new(
            call.Id,
            call.State,
            user == call.Caller ? "caller" : "callee",
            UserInfo.Of(call.PeerProfileOf(user)));
    }
}

/// <summary>To a <c>goring.v1</c> client before the server closes with 1012, or with 4401.</summary>
/// <param name="RetryAfterMs">How long to wait, once closed, before reconnecting, so that not all do so at once.</param>
/// <param name="ClosesInMs">When it will be closed, where that is not now: a token ends, and <c>auth.refresh</c> brings another.</param>
public sealed record SessionClosing(string Reason, int RetryAfterMs, int? ClosesInMs = null) : ServerMessage;
