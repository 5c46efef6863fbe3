using System.Text;
using System.Text.Json;
using Goring.Application.Protocol;
using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>
/// The frame of a <see cref="RoomSignal"/> for its target: the sender's bytes, with their own id in the place of the
/// target's. Where the field stood there is one value, the server's: that it stands only once has been checked when the
/// payload was bound.
/// </summary>
internal static class RoomSignalFrame
{
    public static ReadOnlyMemory<byte> Of(RoomSignal message, ClientId sender)
    {
        var payload = message.Payload.Span;
        var (start, end) = FindTarget(payload);
        Span<byte> id = stackalloc byte[ClientId.MaxLength + 2];
        id[0] = (byte)'"';
        var length = Encoding.ASCII.GetBytes(sender.Value, id[1..]);
        id[length + 1] = (byte)'"';
        return WireFrame.RelayWith(message.WireType.Span, payload[..start], id[..(length + 2)], payload[end..]);
    }

    private static (int Start, int End) FindTarget(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTarget = reader.ValueTextEquals("client_id"u8);
            reader.Read();
            if (isTarget)
            {
                return ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            }

            reader.Skip();
        }

        throw new InvalidOperationException("The payload has been validated: its target is named.");
    }
}
