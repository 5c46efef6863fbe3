using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The sandbox's FCM refuses what Google's refuses.</summary>
public sealed class SandboxFcmTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    private FcmSender _sender = null!;

    public async Task InitializeAsync() => _sender = await FcmSender.SignedInAsync(fixture.Sandbox);

    public Task DisposeAsync()
    {
        _sender.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Message_is_accepted_by_its_name_and_kept_as_received()
    {
        fixture.Sandbox.Clear();

        var answer = await _sender.PushAsync("device-1");

        answer.Status.Should().Be(200);
        ((string?)answer.Body!["name"]).Should().MatchRegex("^projects/goring-sandbox/messages/.+$");
        var push = fixture.Sandbox.Pushes.Should().ContainSingle().Subject;
        push.Should().Match<ReceivedPush>(received => received.Service == PushService.Fcm
            && received.DeviceToken == "device-1"
            && received.Status == 200
            && received.Reason == null
            && received.HttpVersion == new Version(1, 1)
            && !received.IsDevelopment);
        push.Body.Should().Be(FcmSender.Message("device-1"));
        push.Headers["Authorization"].Should().Be($"Bearer {_sender.AccessToken}");
        push.At.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("made-up")]
    public async Task Message_without_a_good_access_token_gets_UNAUTHENTICATED(string? token)
    {
        _sender.AccessToken = token;

        var answer = await _sender.PushAsync("device");

        answer.Status.Should().Be(401);
        answer.RpcStatus.Should().Be("UNAUTHENTICATED");
        ((string?)answer.Body!["error"]!["details"]![0]!["@type"]).Should().EndWith("google.rpc.ErrorInfo");
    }

    [Fact]
    public async Task Wrong_project_gets_404_without_an_error_code()
    {
        var answer = await _sender.SendAsync(FcmSender.Message("device"), project: "another");

        (answer.Status, answer.RpcStatus, answer.ErrorCode).Should().Be((404, "NOT_FOUND", null));
    }

    [Theory]
    [InlineData("""{"message":{"token":"d"}}""")]
    [InlineData("""{"message":{"token":"d"},"validate_only":false}""")]
    [InlineData("""{"message":{"token":"d"},"validateOnly":false}""")]
    [InlineData("""{"message":{"token":"d","data":{"a":"b"},"android":{"ttl":"0s","directBootOk":true}}}""")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"2419200s","priority":"high","collapse_key":"c"}}}""")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"3.500000001s","priority":"NORMAL"}}}""")]
    public async Task Message_of_the_schema_is_accepted(string body) =>
        (await _sender.SendAsync(body)).Status.Should().Be(200);

    [Theory]
    [InlineData("""{"message":{"token":"d"}""", "")]
    [InlineData("""{"message":{"token":"\ud800"}}""", "")]
    [InlineData("[]", "")]
    [InlineData("""{"message":{"token":"d"},"dry_run":true}""", "")]
    [InlineData("{}", "message")]
    [InlineData("""{"message":[]}""", "message")]
    [InlineData("""{"message":{"token":"d","to":"d"}}""", "message")]
    [InlineData("""{"message":{"token":"d","data":"x"}}""", "message.data")]
    [InlineData("""{"message":{"token":"d","data":{"a":"b","n":1}}}""", "message.data[1].value")]
    [InlineData("""{"message":{"token":"d","data":{"n":null}}}""", "message.data[0].value")]
    [InlineData("""{"message":{"token":"d","android":[]}}""", "message.android")]
    [InlineData("""{"message":{"token":"d","android":{"time_to_live":"45s"}}}""", "message.android")]
    [InlineData("""{"message":{"token":"d","android":{"priority":"urgent"}}}""", "message.android.priority")]
    [InlineData("""{"message":{"token":"d","android":{"priority":10}}}""", "message.android.priority")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"45"}}}""", "message.android.ttl")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":45}}}""", "message.android.ttl")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"1.0000000001s"}}}""", "message.android.ttl")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"00:45s"}}}""", "message.android.ttl")]
    public async Task Message_against_the_schema_is_refused_before_FCM_sees_it(string body, string field) =>
        ExpectRefusal(await _sender.SendAsync(body), field, errorCode: null);

    [Theory]
    [InlineData("""{"message":{"data":{}}}""", "message.token")]
    [InlineData("""{"message":{"token":""}}""", "message.token")]
    [InlineData("""{"message":{"token":5}}""", "message.token")]
    [InlineData("""{"message":{"token":"d","data":{"from":"x"}}}""", "message.data")]
    [InlineData("""{"message":{"token":"d","data":{"message_type":"x"}}}""", "message.data")]
    [InlineData("""{"message":{"token":"d","data":{"google.x":"x"}}}""", "message.data")]
    [InlineData("""{"message":{"token":"d","data":{"gcm.notification.x":"x"}}}""", "message.data")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"2419201s"}}}""", "message.android.ttl")]
    [InlineData("""{"message":{"token":"d","android":{"ttl":"-1s"}}}""", "message.android.ttl")]
    public async Task Message_that_FCM_does_not_take_is_refused_with_an_error_code(string body, string field) =>
        ExpectRefusal(await _sender.SendAsync(body), field, "INVALID_ARGUMENT");

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public async Task Keys_and_values_take_at_most_4096_bytes(int bytes, bool accepted)
    {
        // é takes two bytes.
        var value = new string('x', bytes - 4) + "é";

        var answer = await _sender.SendAsync("""{"message":{"token":"d","data":{"ab":"VALUE"}}}""".Replace("VALUE", value));

        answer.Status.Should().Be(accepted ? 200 : 400);
        answer.Field.Should().Be(accepted ? null : "message.data");
    }

    private static void ExpectRefusal(FcmAnswer answer, string field, string? errorCode)
    {
        answer.Status.Should().Be(400);
        answer.RpcStatus.Should().Be("INVALID_ARGUMENT");
        answer.ErrorCode.Should().Be(errorCode);
        answer.Field.Should().Be(field);
    }
}
