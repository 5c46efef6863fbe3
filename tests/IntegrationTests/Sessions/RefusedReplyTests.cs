using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>A client that finds its answers by their <c>id</c> finds a refusal too.</summary>
public sealed class RefusedReplyTests
{
    [Fact]
    public async Task Error_of_too_many_messages_carries_the_id()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_MESSAGES_PER_SECOND", "1"));
        await using var client = await Party.ConnectAsync(server.WebSocketUrl, Person.New("hasty"));
        List<string> ids = [];
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await client.AskAsync("ping", new { }));
        }

        List<string?> types = [];
        foreach (var id in ids)
        {
            var frame = JsonNode.Parse(await client.Socket.NextAsync())!;
            types.Add((string?)frame["type"]);
            ((string?)frame["id"]).Should().Be(id, "of {0}", frame);
        }

        types.Should().Contain("error");
    }

    [Fact]
    public async Task Error_of_too_many_calls_carries_the_id()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_CALLS_PER_MINUTE", "1"));
        await using var client = await Party.ConnectAsync(server.WebSocketUrl, Person.New("hasty"));
        await client.AskAsync("call.start", new { callee_id = "nobody" }, "error");

        var error = await client.AskAsync("call.start", new { callee_id = "nobody" }, "error");

        ((string?)error["code"]).Should().Be("rate_limited");
    }
}
