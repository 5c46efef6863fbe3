using System.Text.Json;
using Goring.Application.Protocol;
using Goring.Domain.Shared;

namespace Goring.Fuzz.Parser;

/// <summary>What must hold of a frame and of all that came of it.</summary>
internal static class ParserOracle
{
    /// <param name="frame">As it was sent.</param>
    /// <param name="incoming">As it was read.</param>
    /// <param name="error">How it was answered; null: it was done.</param>
    /// <param name="answers">What the sender got.</param>
    /// <param name="relayed">What the other got.</param>
    /// <param name="rooms">Whether the endpoint is <c>/connect</c>.</param>
    public static IEnumerable<string> FaultsOf(
        byte[] frame, Incoming incoming, ErrorCode? error, string[] answers, string[] relayed, bool rooms)
    {
        using var json = incoming.Message is null ? null : Parse(frame);
        if (incoming.Message is not null && json?.RootElement.ValueKind != JsonValueKind.Object)
        {
            yield return "what is no object of JSON was taken for a message";
        }

        if (incoming.Message is null == incoming.Fault is null)
        {
            yield return "a frame must be a message, or have a fault";
        }

        if (incoming.Fault is not null && error != ErrorCode.InvalidMessage)
        {
            yield return "a frame with a fault must be answered invalid_message";
        }

        if (error is not null && answers.Length != 1)
        {
            yield return $"an error is one answer, not {answers.Length}";
        }

        if (incoming.Id is { } id && (answers.Length != 1 || !IsAnswerTo(id, answers[0])))
        {
            yield return "a message with an id is answered once, with that id";
        }

        foreach (var fault in answers.Concat(relayed).Select(one => ServerFrames.FaultOf(one, rooms)).OfType<string>())
        {
            yield return fault;
        }

        if (error is null && json is not null && incoming.Message is IRelayed && !IsRelayed(json.RootElement, relayed, rooms))
        {
            yield return $"a message is not relayed as it was sent: {string.Join(' ', relayed.Select(Shown.Of))}";
        }
    }

    private static bool IsAnswerTo(string id, string answer)
    {
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.GetProperty("id").ValueEquals(id);
    }

    private static JsonDocument? Parse(byte[] frame)
    {
        try
        {
            return JsonDocument.Parse(frame);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The payload untouched, but for the <c>client_id</c> of rooms.</summary>
    private static bool IsRelayed(JsonElement sent, string[] relayed, bool rooms)
    {
        if (relayed is not [var one])
        {
            return false;
        }

        using var got = JsonDocument.Parse(one);
        try
        {
            var payload = sent.GetProperty("payload");
            var received = got.RootElement.GetProperty("payload");
            return got.RootElement.GetProperty("type").ValueEquals(sent.GetProperty("type").GetString())
                && (rooms
                    ? received.GetPropertyCount() == payload.GetPropertyCount()
                    : received.GetRawText() == payload.GetRawText());
        }
        catch (InvalidOperationException)
        {
            // A name beside them is half of a surrogate pair, which this reader will not compare.
            return true;
        }
    }
}
