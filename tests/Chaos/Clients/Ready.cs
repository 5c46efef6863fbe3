using System.Text.Json;

namespace Goring.Chaos.Clients;

/// <summary>A <c>session.ready</c>.</summary>
/// <param name="CallSession">The session of the call that the user is in, or null.</param>
/// <param name="IsCaller">Whether the user started it.</param>
internal sealed record Ready(
    string ServerId, string ConnectionId, bool Resumed, string Token, string? CallSession, bool IsCaller, bool IsAccepted)
{
    public static Ready Of(Frame frame)
    {
        frame.Payload.TryGetProperty("call", out var call);
        return new(
            frame.Text("server_id") ?? "",
            frame.Text("connection_id") ?? "",
            frame.Payload.GetProperty("resumed").ValueKind == JsonValueKind.True,
            frame.Text("resume_token") ?? "",
            Frame.Text(call, "session_id"),
            Frame.Text(call, "role") == "caller",
            Frame.Text(call, "state") == "accepted");
    }
}
