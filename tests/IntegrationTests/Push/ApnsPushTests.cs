using System.Globalization;
using System.Text.Json.Nodes;
using Goring.Application.Push;
using Goring.Domain.Devices;
using Goring.Domain.Users;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>What goes to APNs, header by header and field by field (docs/protocol.md, part 5).</summary>
public sealed class ApnsPushTests(PushBench bench) : IClassFixture<PushBench>
{
    private readonly TestTime _time = new();

    [Theory]
    [InlineData(PushKind.IncomingCall, "incoming_call")]
    [InlineData(PushKind.CallCancelled, "call_cancelled")]
    public async Task Push_has_these_headers_and_these_fields_and_no_others(PushKind kind, string type)
    {
        var message = PushBench.Ring(_time.GetUtcNow()) with { Kind = kind };

        var push = await SendAsync(message);

        push.Headers.Should().ContainKey("authorization").WhoseValue.Should().StartWith("bearer ");
        push.Headers["apns-id"].Should().MatchRegex("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
        Without(push.Headers, "authorization", "apns-id").Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["host"] = bench.Sandbox.ApnsUrl.Authority,
            ["content-type"] = "application/json",
            ["content-length"] = push.Body.Length.ToString(CultureInfo.InvariantCulture),
            ["apns-topic"] = "com.example.goring.voip",
            ["apns-push-type"] = "voip",
            ["apns-priority"] = "10",
            ["apns-expiration"] = message.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        });
        push.Body.Should().Be(
            $$"""
            {"aps":{},"type":"{{type}}","session_id":"{{message.Session}}","caller_id":"user-1",
            "callerName":"Ada Lovelace","handle":"Ada Lovelace","caller_username":"ada",
            "caller_image":"https://img.test/ada.png","sent_at":{{message.SentAt.ToUnixTimeMilliseconds()}},
            "expires_at":{{message.ExpiresAt.ToUnixTimeMilliseconds()}},"ring_token":"ring-token-1"}
            """.ReplaceLineEndings(""));
        push.HttpVersion.Should().Be(new Version(2, 0));
        push.IsDevelopment.Should().BeFalse();
    }

    [Fact]
    public async Task Media_and_metadata_go_along_where_the_caller_gave_them()
    {
        var message = PushBench.Ring(_time.GetUtcNow()) with
        {
            Media = "video",
            Metadata = """{"room": {"no": 7}, "title": "Größe \"XL\""}""",
        };

        var body = JsonNode.Parse((await SendAsync(message)).Body)!;

        body["media"]!.GetValue<string>().Should().Be("video");
        body["metadata"]!.ToJsonString().Should().Be(
            JsonNode.Parse(message.Metadata)!.ToJsonString(), "it is an object there, not a text");
    }

    [Theory]
    [InlineData("Ada", "ada_1", "Ada")]
    [InlineData(null, "ada_1", "ada_1")]
    [InlineData("", "ada_1", "ada_1")]
    [InlineData(null, null, "Unknown")]
    public async Task Handle_is_the_name_or_else_the_username_or_else_unknown(string? name, string? username, string handle)
    {
        var message = PushBench.Ring(_time.GetUtcNow()) with { Caller = new User(new UserId("user-1"), name, username) };

        var body = JsonNode.Parse((await SendAsync(message)).Body)!;

        body["handle"]!.GetValue<string>().Should().Be(handle);
        body["callerName"]!.GetValue<string>().Should().Be(name ?? "");
        body["caller_username"]!.GetValue<string>().Should().Be(username ?? "");
        body["caller_image"]!.GetValue<string>().Should().BeEmpty();
    }

    [Fact]
    public async Task Cancellation_at_the_end_of_the_ring_is_tried_once_and_not_stored()
    {
        var message = PushBench.Ring(_time.GetUtcNow(), seconds: 0) with { Kind = PushKind.CallCancelled };

        (await SendAsync(message)).Headers["apns-expiration"].Should().Be("0");
    }

    [Fact]
    public async Task Ring_that_is_over_is_not_pushed()
    {
        using var gateway = bench.Apns(time: _time);
        var phone = PushBench.IPhone();

        var answer = await gateway.SendAsync(phone, PushBench.Ring(_time.GetUtcNow(), seconds: 0), default);

        answer.Should().Be(new PushAnswer.NotNow("RingOver"));
        bench.PushesTo(phone).Should().BeEmpty();
    }

    [Fact]
    public async Task Retry_carries_the_same_id_and_another_push_another()
    {
        using var gateway = bench.Apns(time: _time);
        var phone = PushBench.IPhone();
        var ring = PushBench.Ring(_time.GetUtcNow());

        foreach (var message in new[] { ring, ring, ring with { Kind = PushKind.CallCancelled }, PushBench.Ring(_time.GetUtcNow()) })
        {
            await gateway.SendAsync(phone, message, default);
        }

        var ids = bench.PushesTo(phone).Select(push => push.Headers["apns-id"]).ToArray();
        ids.Should().HaveCount(4);
        ids[1].Should().Be(ids[0]);
        ids.Distinct().Should().HaveCount(3);
    }

    [Fact]
    public async Task Certificate_takes_the_place_of_a_token()
    {
        await using var certified = await PushBench.StartAsync(new() { ApnsAuthentication = ApnsAuthentication.Certificate });
        using var gateway = certified.Apns(time: _time);
        var phone = PushBench.IPhone();

        var answer = await gateway.SendAsync(phone, PushBench.Ring(_time.GetUtcNow()), default);

        answer.Should().Be(new PushAnswer.Delivered());
        var push = certified.PushesTo(phone).Should().ContainSingle().Subject;
        push.Headers.Should().NotContainKey("authorization");
        push.Headers["apns-topic"].Should().Be("com.example.goring.voip");
    }

    [Theory]
    [InlineData("not-hexadecimal")]
    [InlineData("../../3/device/x?y#z")]
    [InlineData("..")]
    public async Task Token_of_nobody_never_becomes_another_path(string token)
    {
        using var gateway = bench.Apns();

        var answer = await gateway.SendAsync(
            new Device(token, DeviceOs.Ios, ApnsEnvironment.Production), PushBench.Ring(), default);

        answer.Should().Match<PushAnswer>(
            said => said == new PushAnswer.DeadToken("BadDeviceToken") || said == new PushAnswer.Refused("BadPath"));
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> headers, params string[] names) =>
        headers.Where(header => !names.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);

    private async Task<ReceivedPush> SendAsync(PushMessage message)
    {
        using var gateway = bench.Apns(time: _time);
        var phone = PushBench.IPhone();
        (await gateway.SendAsync(phone, message, default)).Should().Be(new PushAnswer.Delivered());
        return bench.PushesTo(phone).Should().ContainSingle().Subject;
    }
}
