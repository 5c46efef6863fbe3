using System.Text.Json;
using System.Text.Json.Serialization;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Rooms;
using Goring.Domain.Users;

namespace Goring.Application.Protocol;

/// <summary>Of what is written alone. Inbound messages bind plain strings, which are validated first.</summary>
internal abstract class WriteOnlyConverter<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is never bound from a client's payload.");
}

/// <summary>Writes a domain value as its wire string.</summary>
internal abstract class WireStringConverter<T> : WriteOnlyConverter<T>
{
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ToWire(value));

    protected abstract string ToWire(T value);
}

internal sealed class SessionIdConverter : WireStringConverter<SessionId>
{
    protected override string ToWire(SessionId value) => value.Value;
}

internal sealed class UserIdConverter : WireStringConverter<UserId>
{
    protected override string ToWire(UserId value) => value.Value;
}

internal sealed class ConnectionIdConverter : WireStringConverter<ConnectionId>
{
    protected override string ToWire(ConnectionId value) => value.Value;
}

internal sealed class ClientIdConverter : WireStringConverter<ClientId>
{
    protected override string ToWire(ClientId value) => value.Value;
}

internal sealed class RoomIdConverter : WireStringConverter<RoomId>
{
    protected override string ToWire(RoomId value) => value.Value;
}

internal sealed class CallStateConverter : WireStringConverter<CallState>
{
    protected override string ToWire(CallState value) => CallNames.ToWire(value);
}

internal sealed class EndReasonConverter : WireStringConverter<EndReason>
{
    protected override string ToWire(EndReason value) => CallNames.ToWire(value);
}
