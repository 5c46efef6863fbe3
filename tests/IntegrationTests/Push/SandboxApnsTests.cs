using System.Text;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The sandbox's APNs refuses what Apple's refuses.</summary>
public sealed class SandboxApnsTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ApnsSender _sender = new(fixture.Sandbox);

    [Fact]
    public async Task Push_is_accepted_over_HTTP_2_and_kept_as_received()
    {
        fixture.Sandbox.Clear();
        var device = ApnsSender.NewDevice();

        var answer = await _sender.PushAsync(device);

        answer.Status.Should().Be(200);
        answer.Headers["apns-id"].Should().MatchRegex("^[0-9a-f-]{36}$");
        var push = fixture.Sandbox.Pushes.Should().ContainSingle().Subject;
        push.Should().Match<ReceivedPush>(received => received.Service == PushService.Apns
            && received.DeviceToken == device
            && received.Body == """{"aps":{},"type":"incoming_call"}"""
            && received.Status == 200
            && received.Reason == null
            && received.HttpVersion == new Version(2, 0)
            && !received.IsDevelopment);
        push.Headers["APNS-TOPIC"].Should().Be("com.example.goring.voip");
        push.Headers["authorization"].Should().Be($"bearer {_sender.ProviderToken}");
    }

    [Fact]
    public async Task Id_of_the_sender_comes_back()
    {
        const string id = "eabeae54-14a8-11e5-b60b-1697f925ec7b";

        var answer = await _sender.PushWithHeaderAsync("apns-id", id);

        answer.Status.Should().Be(200);
        answer.Headers["apns-id"].Should().Be(id);
    }

    [Theory]
    [InlineData("apns-id", "EABEAE54-14A8-11E5-B60B-1697F925EC7B", "BadMessageId")]
    [InlineData("apns-id", "eabeae5414a811e5b60b1697f925ec7b", "BadMessageId")]
    [InlineData("apns-priority", "7", "BadPriority")]
    [InlineData("apns-priority", "high", "BadPriority")]
    [InlineData("apns-expiration", "-1", "BadExpirationDate")]
    [InlineData("apns-expiration", "soon", "BadExpirationDate")]
    [InlineData("apns-expiration", "1700000000000", "BadExpirationDate")]
    [InlineData("apns-topic", null, "MissingTopic")]
    [InlineData("apns-topic", "com.example.other.voip", "TopicDisallowed")]
    [InlineData("apns-topic", "com.example.goring", "DeviceTokenNotForTopic")]
    [InlineData("apns-push-type", null, "InvalidPushType")]
    [InlineData("apns-push-type", "call", "InvalidPushType")]
    [InlineData("apns-push-type", "alert", "DeviceTokenNotForTopic")]
    public async Task Wrong_header_is_refused(string name, string? value, string reason)
    {
        var answer = await _sender.PushWithHeaderAsync(name, value);

        (answer.Status, answer.Reason).Should().Be((400, reason));
    }

    [Theory]
    [InlineData("apns-priority", "1")]
    [InlineData("apns-priority", "5")]
    [InlineData("apns-priority", null)]
    [InlineData("apns-expiration", "1700000000")]
    [InlineData("apns-expiration", null)]
    public async Task Other_header_that_APNs_knows_is_accepted(string name, string? value) =>
        (await _sender.PushWithHeaderAsync(name, value)).Status.Should().Be(200);

    [Theory]
    [InlineData(64, 200, null)]
    [InlineData(65, 400, "BadCollapseId")]
    public async Task Collapse_id_takes_at_most_64_bytes(int length, int status, string? reason)
    {
        var answer = await _sender.PushWithHeaderAsync("apns-collapse-id", new string('c', length));

        (answer.Status, answer.Reason).Should().Be((status, reason));
    }

    [Theory]
    [InlineData("voip", ".voip", 5120, 200, null)]
    [InlineData("voip", ".voip", 5121, 413, "PayloadTooLarge")]
    [InlineData("alert", "", 4096, 200, null)]
    [InlineData("alert", "", 4097, 413, "PayloadTooLarge")]
    public async Task Payload_takes_at_most_5120_bytes_for_voip_and_4096_otherwise(
        string type, string suffix, int bytes, int status, string? reason)
    {
        const string around = """{"aps":{},"x":""}""";
        var payload = around.Insert(around.Length - 2, new string('x', bytes - around.Length));

        var answer = await _sender.PushAsync(change: request =>
        {
            request.Headers.Remove("apns-topic");
            request.Headers.Add("apns-topic", "com.example.goring" + suffix);
            request.Headers.Remove("apns-push-type");
            request.Headers.Add("apns-push-type", type);
            request.Content = new StringContent(payload, Encoding.UTF8);
        });

        (answer.Status, answer.Reason).Should().Be((status, reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aps")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"aps":1}""")]
    public async Task Payload_that_is_no_object_with_aps_is_refused(string payload)
    {
        var answer = await _sender.PushAsync(change: request => request.Content = new StringContent(payload));

        (answer.Status, answer.Reason).Should().Be((400, "PayloadEmpty"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("g")]
    [InlineData("00")]
    public async Task Device_token_that_is_not_hexadecimal_bytes_is_refused(string wrong)
    {
        var device = wrong == "00" ? wrong : ApnsSender.NewDevice() + (wrong.Length == 0 ? "0" : wrong + wrong);

        var answer = await _sender.PushAsync(device);

        (answer.Status, answer.Reason).Should().Be((400, "BadDeviceToken"));
    }

    [Theory]
    [InlineData("POST", "/3/devices/00", 404, "BadPath")]
    [InlineData("POST", "/3/device/00/11", 404, "BadPath")]
    [InlineData("POST", "/token", 404, "BadPath")]
    [InlineData("POST", "/3/device/", 400, "MissingDeviceToken")]
    [InlineData("GET", "/3/device/00", 405, "MethodNotAllowed")]
    public async Task Another_path_or_method_is_refused(string method, string path, int status, string reason)
    {
        var answer = await _sender.PushAsync(change: request =>
        {
            request.Method = new HttpMethod(method);
            request.RequestUri = new Uri(path, UriKind.Relative);
            if (method == "GET")
            {
                request.Content = null;
            }
        });

        (answer.Status, answer.Reason).Should().Be((status, reason));
    }

    [Fact]
    public async Task Refused_push_is_kept_with_its_reason()
    {
        fixture.Sandbox.Clear();

        await _sender.PushAsync("00");

        var push = fixture.Sandbox.Pushes.Should().ContainSingle().Subject;
        (push.DeviceToken, push.Status, push.Reason).Should().Be(("00", 400, "BadDeviceToken"));
    }

    [Fact]
    public async Task Device_of_one_environment_is_unknown_to_the_other()
    {
        using var developing = new ApnsSender(fixture.Sandbox, development: true);
        var (ofProduction, ofDevelopment) = (ApnsSender.NewDevice(), ApnsSender.NewDevice());
        fixture.Sandbox.Script.KnownOnlyIn(ofProduction, development: false);
        fixture.Sandbox.Script.KnownOnlyIn(ofDevelopment, development: true);

        (await _sender.PushAsync(ofProduction)).Status.Should().Be(200);
        (await developing.PushAsync(ofDevelopment)).Status.Should().Be(200);
        (await _sender.PushAsync(ofDevelopment)).Reason.Should().Be("BadDeviceToken");
        (await developing.PushAsync(ofProduction)).Reason.Should().Be("BadDeviceToken");
    }

    [Fact]
    public async Task Development_gives_a_unique_id_and_production_none()
    {
        fixture.Sandbox.Clear();
        using var developing = new ApnsSender(fixture.Sandbox, development: true);

        (await developing.PushAsync()).Headers.Should().ContainKey("apns-unique-id");
        (await _sender.PushAsync()).Headers.Should().NotContainKey("apns-unique-id");

        fixture.Sandbox.Pushes.Select(push => push.IsDevelopment).Should().Equal(true, false);
    }

    public void Dispose() => _sender.Dispose();
}
