using System.Text.Json;

namespace Goring.Chaos.Clients;

/// <summary>One message of the protocol, as it came.</summary>
/// <param name="Id">Whose answer it is; null for an event.</param>
/// <param name="Seq">Its place in the session; 0 for none.</param>
internal sealed record Frame(string Type, string? Id, long Seq, JsonElement Payload)
{
    public string Session => Text("session_id") ?? "";

    public static Frame Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        return new(
            root.GetProperty("type").GetString()!,
            root.TryGetProperty("id", out var id) ? id.GetString() : null,
            root.TryGetProperty("seq", out var seq) ? seq.GetInt64() : 0,
            root.TryGetProperty("payload", out var payload) ? payload.Clone() : default);
    }

    /// <summary>A message for the server; a null field is left out.</summary>
    public static byte[] Write(string type, string id, params ReadOnlySpan<(string Name, string? Value)> payload)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("id", id);
            writer.WriteStartObject("payload");
            foreach (var (name, value) in payload)
            {
                if (value is not null)
                {
                    writer.WriteString(name, value);
                }
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>A text of the payload, or null.</summary>
    public string? Text(string name) => Text(Payload, name);

    public static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
