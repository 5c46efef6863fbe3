using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>What a test says of the frames that come next.</summary>
public static class Expectations
{
    /// <summary>The payload of the next frame, which must be of that type and have no third field.</summary>
    public static async Task<JsonObject> NextAsync(
        this TestClient client, string type, TimeSpan? patience = null)
    {
        var text = await client.NextAsync(patience);
        var frame = JsonNode.Parse(text)!.AsObject();
        frame.Select(field => field.Key).Should().BeEquivalentTo(["type", "payload"], "of the frame {0}", text);
        ((string?)frame["type"]).Should().Be(type, "of the frame {0}", text);
        return frame["payload"]!.AsObject();
    }

    /// <summary>The next frame, compared whole.</summary>
    public static async Task ExpectAsync(this TestClient client, string type, JsonObject payload)
    {
        var actual = await client.NextAsync(type);
        JsonNode.DeepEquals(actual, payload).Should().BeTrue("{0} wants {1}, got {2}", type, payload, actual);
    }

    /// <summary>The next frame is that error, with those fields and a text.</summary>
    public static async Task ExpectErrorAsync(
        this TestClient client, string code, string? requestType = null, string? session = null)
    {
        var actual = await client.NextAsync("error");
        ((string?)actual["message"]).Should().NotBeNullOrWhiteSpace();
        actual.Remove("message");
        var expected = new JsonObject { ["code"] = code };
        if (requestType is not null)
        {
            expected["request_type"] = requestType;
        }

        if (session is not null)
        {
            expected["session_id"] = session;
        }

        JsonNode.DeepEquals(actual, expected).Should().BeTrue("of an error: wanted {0}, got {1}", expected, actual);
    }

    /// <summary>
    /// Nothing has come that was not read: the answer to a question of ours is the next frame. What somebody else
    /// sent is awaited by asking them first.
    /// </summary>
    public static async Task ExpectNothingAsync(this TestClient client)
    {
        var nobody = Guid.NewGuid().ToString();
        await client.SendAsync("call.check", new { session_id = nobody });
        await client.ExpectAsync("call.check_result", new() { ["session_id"] = nobody, ["exists"] = false });
    }
}
