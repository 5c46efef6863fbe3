using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>What a client developer does with the sandbox over HTTP.</summary>
public sealed class SandboxControlTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime, IDisposable
{
    private readonly HttpClient _control = new()
    {
        BaseAddress = fixture.Sandbox.ControlUrl,
        Timeout = TimeSpan.FromSeconds(15),
    };

    private readonly ApnsSender _apns = new(fixture.Sandbox);
    private FcmSender _fcm = null!;

    public async Task InitializeAsync()
    {
        fixture.Sandbox.Script.Clear();
        _fcm = await FcmSender.SignedInAsync(fixture.Sandbox);
        fixture.Sandbox.Clear();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _apns.Dispose();
        _fcm.Dispose();
        _control.Dispose();
    }

    [Fact]
    public async Task Pushes_are_listed_oldest_first_with_what_was_answered()
    {
        await _fcm.PushAsync("device-1");
        await _apns.PushAsync("00");

        var received = JsonNode.Parse(await _control.GetStringAsync("sandbox/pushes"))!;

        ((int?)received["push_requests"]).Should().Be(2);
        ((int?)received["token_requests"]).Should().Be(0);
        received["apns_connections"].Should().NotBeNull();
        var (first, second) = (received["pushes"]![0]!, received["pushes"]![1]!);
        ((string?)first["service"], (string?)first["device_token"], (int?)first["status"]).Should().Be(("fcm", "device-1", 200));
        ((string?)first["body"]).Should().Be(FcmSender.Message("device-1"));
        ((string?)second["service"], (string?)second["reason"]).Should().Be(("apns", "BadDeviceToken"));
        ((string?)second["http_version"]).Should().Be("2.0");
        ((string?)second["headers"]!["apns-topic"]).Should().Be("com.example.goring.voip");
        ((bool?)second["is_development"]).Should().BeFalse();
    }

    [Fact]
    public async Task Deleted_pushes_are_gone_and_so_are_the_counters()
    {
        await _fcm.PushAsync("device");
        await _apns.PushAsync();
        using var signedIn = await FcmSender.SignedInAsync(fixture.Sandbox);

        (await _control.DeleteAsync("sandbox/pushes")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var received = JsonNode.Parse(await _control.GetStringAsync("sandbox/pushes"))!;
        received.ToJsonString().Should().Be(
            """{"token_requests":0,"apns_connections":0,"push_requests":0,"pushes":[]}""");
    }

    [Fact]
    public async Task Only_the_last_pushes_are_kept_and_all_are_counted()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(new() { KeptPushes = 3 });
        using var sender = await FcmSender.SignedInAsync(sandbox);
        using var control = new HttpClient { BaseAddress = sandbox.ControlUrl };

        for (var i = 1; i <= 5; i++)
        {
            await sender.PushAsync($"device-{i}");
        }

        sandbox.Pushes.Select(push => push.DeviceToken).Should().Equal("device-3", "device-4", "device-5");
        var received = JsonNode.Parse(await control.GetStringAsync("sandbox/pushes"))!;
        ((int?)received["push_requests"]).Should().Be(5);
    }

    [Fact]
    public async Task Page_shows_pushes_escaped_and_loads_nothing()
    {
        const string device = "<script>alert(1)</script>";
        await _fcm.PushAsync(device);

        using var response = await _control.GetAsync("");

        var page = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Should().Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.NotContain("<script");
        page.Should().Contain("http-equiv=\"refresh\"").And.NotContainAny("src=", "href=", "http://", "https://");
        response.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which.Should().Contain("default-src 'none'");
    }

    [Fact]
    public async Task Device_is_scripted_with_every_part_of_an_answer()
    {
        var device = ApnsSender.NewDevice();

        await ScriptAsync(
            $$"""
            {
              "device": "{{device}}",
              "answers": [
                {"status": 410, "reason": "Unregistered", "unregistered_at": "2023-11-14T22:13:20.123Z"},
                {"status": 503, "reason": "Shutdown", "delay": "00:00:00.1", "connection": "go_away"},
                {}
              ]
            }
            """);

        var gone = await _apns.PushAsync(device);
        (gone.Status, (long?)gone.Body!["timestamp"]).Should().Be((410, 1_700_000_000_123));
        (await _apns.PushAsync(device)).Reason.Should().Be("Shutdown");
        (await _apns.PushAsync(device)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Service_is_scripted_for_the_next_requests_and_for_a_share()
    {
        await ScriptAsync(
            """{"service":"fcm","answers":[{"status":429,"reason":"QUOTA_EXCEEDED","retry_after":"00:00:03"}]}""");
        await ScriptAsync("""{"service":"fcm","share":1,"seed":3,"answers":[{"status":502,"body":"<html>","content_type":"text/html"}]}""");

        (await _fcm.PushAsync("device")).RetryAfter.Should().Be(TimeSpan.FromSeconds(3));
        (await _fcm.PushAsync("device")).MediaType.Should().Be("text/html");
        await _control.DeleteAsync("sandbox/script");
        (await _fcm.PushAsync("device")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Field_of_an_invalid_argument_is_scripted()
    {
        await ScriptAsync(
            """{"device":"d","answers":[{"status":400,"reason":"INVALID_ARGUMENT","field":"message.token"}]}""");

        (await _fcm.PushAsync("d")).Field.Should().Be("message.token");
    }

    [Fact]
    public async Task Device_is_made_one_of_a_single_environment()
    {
        var device = ApnsSender.NewDevice();

        await ScriptAsync($$"""{"device":"{{device}}","known_only_in":"development"}""");

        (await _apns.PushAsync(device)).Reason.Should().Be("BadDeviceToken");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"device":"d"}""")]
    [InlineData("""{"device":"d","answers":[]}""")]
    [InlineData("""{"device":"d","service":"fcm","answers":[{}]}""")]
    [InlineData("""{"service":"sms","answers":[{}]}""")]
    [InlineData("""{"service":"fcm","share":2,"answers":[{}]}""")]
    [InlineData("""{"service":"fcm","share":0.5,"answers":[{},{}]}""")]
    [InlineData("""{"device":"d","answers":[null]}""")]
    [InlineData("""{"device":"d","answers":[{"state":503}]}""")]
    [InlineData("""{"device":"d","answers":[{"status":99}]}""")]
    [InlineData("""{"device":"d","answers":[{"delay":"-00:00:01"}]}""")]
    [InlineData("""{"device":"d","answers":[{"delay":"02:00:00"}]}""")]
    [InlineData("""{"device":"d","answers":[{"retry_after":"-00:00:01"}]}""")]
    public async Task Script_that_makes_no_sense_is_refused_with_a_reason(string body)
    {
        using var response = await SendScriptAsync(body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]).Should().NotBeNullOrEmpty();
    }

    private async Task ScriptAsync(string body)
    {
        using var response = await SendScriptAsync(body);
        response.StatusCode.Should().Be(HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> SendScriptAsync(string body) =>
        _control.PostAsync("sandbox/script", new StringContent(body, Encoding.UTF8, "text/plain"));
}
