using System.Text;
using System.Text.Json;

namespace Goring.Bench.Load.Calls;

/// <summary>
/// A message that must come next. What is relayed must come byte for byte. What the server writes itself is read as JSON
/// the first time, and from then on must be the same bytes but for the session; other bytes are read as JSON again.
/// </summary>
/// <param name="fields">What its payload must say, beside the session; for relayed ones the whole payload.</param>
internal sealed class ExpectedMessage(string type, string? relayed, params (string Name, string Value)[] fields)
{
    private byte[]? _template;
    private int _sessionAt;

    public static ExpectedMessage Relayed(string message)
    {
        using var document = JsonDocument.Parse(message);
        return new(
            document.RootElement.GetProperty("type").GetString()!,
            document.RootElement.GetProperty("payload").GetRawText());
    }

    /// <summary>The session that a message is about: 36 bytes, or none.</summary>
    public static ReadOnlySpan<byte> SessionOf(ReadOnlySpan<byte> message)
    {
        var at = message.IndexOf("\"session_id\":\""u8) + 14;
        var length = CallMessages.Session.Length;
        return at >= 14 && message.Length > at + length && message[at + length] == '"' ? message.Slice(at, length) : default;
    }

    public bool IsMatchedBy(ReadOnlySpan<byte> message, ReadOnlySpan<byte> session)
    {
        if (_template is { } template && message.Length == template.Length)
        {
            var behind = _sessionAt + session.Length;
            if (message.Slice(_sessionAt, session.Length).SequenceEqual(session)
                && message[..(_sessionAt)].SequenceEqual(template.AsSpan(0, _sessionAt))
                && message[behind..].SequenceEqual(template.AsSpan(behind)))
            {
                return true;
            }
        }

        return Reads(message, session);
    }

    private bool Reads(ReadOnlySpan<byte> message, ReadOnlySpan<byte> session)
    {
        try
        {
            using var document = JsonDocument.Parse(message.ToArray());
            var root = document.RootElement;
            var payload = root.GetProperty("payload");
            var id = Encoding.ASCII.GetString(session);
            if (root.EnumerateObject().Count() != 2
                || root.GetProperty("type").GetString() != type
                || payload.GetProperty("session_id").GetString() != id
                || !(relayed is null
                    ? fields.All(field => Text(payload, field.Name) == field.Value)
                    : payload.GetRawText() == relayed.Replace(CallMessages.Session, id, StringComparison.Ordinal)))
            {
                return false;
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }

        _sessionAt = message.IndexOf(session);
        _template = message.ToArray();
        return true;
    }

    private static string? Text(JsonElement payload, string path)
    {
        foreach (var name in path.Split('.'))
        {
            payload = payload.GetProperty(name);
        }

        return payload.GetString();
    }
}
