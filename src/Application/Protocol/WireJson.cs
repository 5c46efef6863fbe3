using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Devices;
using Goring.Application.Ice;
using Goring.Application.Push;
using Goring.Application.Rooms;

namespace Goring.Application.Protocol;

/// <summary>
/// The JSON of the wire, generated at compile time: snake_case names, null fields left out, a
/// known field that stands twice refused.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    Converters = [typeof(SessionIdConverter), typeof(UserIdConverter), typeof(ConnectionIdConverter), typeof(ClientIdConverter), typeof(RoomIdConverter), typeof(CallStateConverter), typeof(EndReasonConverter)])]
[JsonSerializable(typeof(StartCall))]
[JsonSerializable(typeof(AcceptCall))]
[JsonSerializable(typeof(RejectCall))]
[JsonSerializable(typeof(EndCall))]
[JsonSerializable(typeof(CheckCall))]
[JsonSerializable(typeof(RelayOffer))]
[JsonSerializable(typeof(RelayAnswer))]
[JsonSerializable(typeof(RelayCandidate))]
[JsonSerializable(typeof(JoinRoom))]
[JsonSerializable(typeof(LeaveRoom))]
[JsonSerializable(typeof(RoomOffer))]
[JsonSerializable(typeof(RoomAnswer))]
[JsonSerializable(typeof(RoomCandidate))]
[JsonSerializable(typeof(NotifyClientId))]
[JsonSerializable(typeof(NewClient))]
[JsonSerializable(typeof(LeaveClient))]
[JsonSerializable(typeof(RoomMembers))]
[JsonSerializable(typeof(RoomError))]
[JsonSerializable(typeof(RoomPing))]
[JsonSerializable(typeof(CallRing))]
[JsonSerializable(typeof(CallRinging))]
[JsonSerializable(typeof(CallAccepted))]
[JsonSerializable(typeof(CallRejected))]
[JsonSerializable(typeof(CallEnded))]
[JsonSerializable(typeof(CallCheckResult))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(AskIceServers))]
[JsonSerializable(typeof(IceServerList))]
[JsonSerializable(typeof(RefreshToken))]
[JsonSerializable(typeof(Ping))]
[JsonSerializable(typeof(Ack))]
[JsonSerializable(typeof(Pong))]
[JsonSerializable(typeof(SessionReady))]
[JsonSerializable(typeof(SessionClosing))]
[JsonSerializable(typeof(UserInfo))]
[JsonSerializable(typeof(RegisterDevice))]
[JsonSerializable(typeof(UnregisterDevice))]
[JsonSerializable(typeof(PushContentJson))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>One less than that of a frame, which is the reader's own: 64.</summary>
    private const int MaxPayloadDepth = 63;

    /// <summary>
    /// The frames never stand in HTML, so letters of nearly every script go out as they are rather than as \u escapes.
    /// </summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The context that the tables use: <see cref="Default"/> with <see cref="Encoder"/>.</summary>
    public static WireJson Wire => Relaxed.Instance;

    /// <summary>A class of its own, since the order in which a partial class runs its initializers is not defined.</summary>
    private static class Relaxed
    {
        public static readonly WireJson Instance =
            new(new JsonSerializerOptions(Default.Options) { Encoder = Encoder, MaxDepth = MaxPayloadDepth });
    }
}
