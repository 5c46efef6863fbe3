using System.Text.Json.Nodes;
using Goring.Application.Push;
using Goring.Domain.Users;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>What goes to FCM, header by header and field by field (docs/protocol.md, part 5).</summary>
public sealed class FcmPushTests(PushBench bench) : IClassFixture<PushBench>
{
    private readonly TestTime _time = new();

    [Theory]
    [InlineData(PushKind.IncomingCall, "incoming_call")]
    [InlineData(PushKind.CallCancelled, "call_cancelled")]
    public async Task Push_has_these_headers_and_these_fields_and_no_others(PushKind kind, string type)
    {
        var message = PushBench.Ring(_time.GetUtcNow(), seconds: 45.9) with { Kind = kind };

        var push = await SendAsync(message);

        push.Headers.Keys.Select(name => name.ToLowerInvariant()).Should()
            .BeEquivalentTo("host", "authorization", "content-type", "content-length");
        push.Headers["authorization"].Should().StartWith("Bearer ya29.");
        push.Headers["content-type"].Should().Be("application/json");
        push.Body.Should().Be(
            $$$$"""
            {"message":{"token":"{{{{push.DeviceToken}}}}","data":{"type":"{{{{type}}}}","session_id":"{{{{message.Session}}}}",
            "caller_id":"user-1","caller_name":"Ada Lovelace","caller_username":"ada",
            "caller_image":"https://img.test/ada.png","sent_at":"{{{{message.SentAt.ToUnixTimeMilliseconds()}}}}",
            "expires_at":"{{{{message.ExpiresAt.ToUnixTimeMilliseconds()}}}}","ring_token":"ring-token-1"},
            "android":{"priority":"HIGH","ttl":"45s"}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Media_and_metadata_go_along_as_texts_where_the_caller_gave_them()
    {
        var message = PushBench.Ring(_time.GetUtcNow()) with { Media = "audio", Metadata = """{"room": {"no": 7}}""" };

        var data = DataOf(await SendAsync(message));

        data["media"]!.GetValue<string>().Should().Be("audio");
        data["metadata"]!.GetValue<string>().Should().Be(message.Metadata);
    }

    [Fact]
    public async Task What_is_not_known_of_the_caller_is_there_and_empty()
    {
        var data = DataOf(await SendAsync(
            PushBench.Ring(_time.GetUtcNow()) with { Caller = new User(new UserId("user-1")) }));

        data["caller_name"]!.GetValue<string>().Should().BeEmpty();
        data["caller_username"]!.GetValue<string>().Should().BeEmpty();
        data["caller_image"]!.GetValue<string>().Should().BeEmpty();
    }

    [Fact]
    public async Task Cancellation_at_the_end_of_the_ring_is_for_now_or_never()
    {
        var push = await SendAsync(
            PushBench.Ring(_time.GetUtcNow(), seconds: -0.5) with { Kind = PushKind.CallCancelled });

        JsonNode.Parse(push.Body)!["message"]!["android"]!["ttl"]!.GetValue<string>().Should().Be("0s");
    }

    [Fact]
    public async Task Ring_that_is_over_is_not_pushed()
    {
        using var gateway = bench.Fcm(time: _time);
        var phone = PushBench.AndroidPhone();

        var answer = await gateway.SendAsync(phone, PushBench.Ring(_time.GetUtcNow(), seconds: 0), default);

        answer.Should().Be(new PushAnswer.NotNow("RingOver"));
        bench.PushesTo(phone).Should().BeEmpty();
    }

    [Fact]
    public async Task Names_of_any_script_fit_what_fcm_takes()
    {
        var message = PushBench.Ring(_time.GetUtcNow()) with
        {
            Caller = new User(new UserId("user-1"), new string('語', 3000), new string('é', 3000), new string('x', 3000)),
            Metadata = $$"""{"text":"{{new string('m', 4000)}}"}""",
        };

        var data = DataOf(await SendAsync(message));

        data["caller_name"]!.GetValue<string>().Should().NotBeEmpty().And.MatchRegex("^語+$");
        data["caller_image"]!.GetValue<string>().Should().BeEmpty();
        data.AsObject().Should().NotContain(field => field.Key == "metadata");
    }

    private static JsonNode DataOf(ReceivedPush push) => JsonNode.Parse(push.Body)!["message"]!["data"]!;

    private async Task<ReceivedPush> SendAsync(PushMessage message)
    {
        using var gateway = bench.Fcm(time: _time);
        var phone = PushBench.AndroidPhone();
        (await gateway.SendAsync(phone, message, default)).Should().Be(new PushAnswer.Delivered());
        return bench.PushesTo(phone).Should().ContainSingle().Subject;
    }
}
