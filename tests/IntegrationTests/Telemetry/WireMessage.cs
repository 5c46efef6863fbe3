using System.Buffers.Binary;
using System.Text;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>A protobuf message as it stands on the wire: its fields by number, each as often as it stands there.</summary>
internal sealed class WireMessage
{
    private readonly ILookup<int, ReadOnlyMemory<byte>> _fields;

    public WireMessage(ReadOnlyMemory<byte> bytes) => _fields = Read(bytes).ToLookup(field => field.Number, field => field.Value);

    public IEnumerable<WireMessage> Messages(int number) => _fields[number].Select(bytes => new WireMessage(bytes));

    public WireMessage? Message(int number) => Messages(number).FirstOrDefault();

    public string Text(int number) => Encoding.UTF8.GetString(_fields[number].FirstOrDefault().Span);

    public string Hex(int number) => Convert.ToHexStringLower(_fields[number].FirstOrDefault().Span);

    public bool Has(int number) => _fields.Contains(number);

    /// <summary>A varint or a fixed field, which this keeps as eight bytes.</summary>
    public long Number(int number) =>
        _fields[number].FirstOrDefault() is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes.Span) : 0;

    public double Double(int number) => BitConverter.Int64BitsToDouble(Number(number));

    private static List<(int Number, ReadOnlyMemory<byte> Value)> Read(ReadOnlyMemory<byte> bytes)
    {
        List<(int, ReadOnlyMemory<byte>)> fields = [];
        while (!bytes.IsEmpty)
        {
            var key = Varint(ref bytes);
            var number = (int)(key >> 3);
            fields.Add((number, (key & 7) switch
            {
                0 => Eight((long)Varint(ref bytes)),
                1 => Take(ref bytes, 8),
                2 => Take(ref bytes, (int)Varint(ref bytes)),
                5 => Eight(BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4).Span)),
                var type => throw new InvalidDataException($"Field {number} has the wire type {type}."),
            }));
        }

        return fields;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int length)
    {
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }

    private static byte[] Eight(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref bytes, 1).Span[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
