using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>Every row of the vendors' tables of errors can be had, in the vendor's shape.</summary>
public sealed class SandboxAnswerTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Since = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    private FcmSender _fcm = null!;
    private ApnsSender _apns = null!;

    public async Task InitializeAsync()
    {
        fixture.Sandbox.Script.Clear();
        _fcm = await FcmSender.SignedInAsync(fixture.Sandbox);
        _apns = new ApnsSender(fixture.Sandbox);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _fcm.Dispose();
        _apns.Dispose();
    }

    [Theory]
    [InlineData(400, "BadCollapseId")]
    [InlineData(400, "BadDeviceToken")]
    [InlineData(400, "BadExpirationDate")]
    [InlineData(400, "BadMessageId")]
    [InlineData(400, "BadPriority")]
    [InlineData(400, "BadTopic")]
    [InlineData(400, "DeviceTokenNotForTopic")]
    [InlineData(400, "DuplicateHeaders")]
    [InlineData(400, "IdleTimeout")]
    [InlineData(400, "InvalidPushType")]
    [InlineData(400, "MissingDeviceToken")]
    [InlineData(400, "MissingTopic")]
    [InlineData(400, "PayloadEmpty")]
    [InlineData(400, "TopicDisallowed")]
    [InlineData(403, "BadCertificate")]
    [InlineData(403, "BadCertificateEnvironment")]
    [InlineData(403, "BadEnvironmentKeyIdInToken")]
    [InlineData(403, "ExpiredProviderToken")]
    [InlineData(403, "Forbidden")]
    [InlineData(403, "InvalidProviderToken")]
    [InlineData(403, "MissingProviderToken")]
    [InlineData(403, "UnrelatedKeyIdInToken")]
    [InlineData(404, "BadPath")]
    [InlineData(405, "MethodNotAllowed")]
    [InlineData(413, "PayloadTooLarge")]
    [InlineData(429, "TooManyProviderTokenUpdates")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(503, "Shutdown")]
    public async Task APNs_gives_a_reason_and_nothing_else(int status, string reason)
    {
        var script = (ScriptedAnswer)typeof(Apns).GetProperty(reason)!.GetValue(null)!;

        var answer = await PushToApnsAsync(script);

        answer.Status.Should().Be(status);
        answer.Body!.ToJsonString().Should().Be(new JsonObject { ["reason"] = reason }.ToJsonString());
    }

    [Theory]
    [InlineData("Unregistered")]
    [InlineData("ExpiredToken")]
    public async Task APNs_tells_in_milliseconds_since_when_a_device_is_gone(string reason)
    {
        var answer = await PushToApnsAsync(
            reason == "Unregistered" ? Apns.Unregistered(Since) : Apns.ExpiredToken(Since));

        answer.Status.Should().Be(410);
        answer.Body!.ToJsonString().Should().Be($$"""{"reason":"{{reason}}","timestamp":1700000000123}""");
    }

    [Fact]
    public async Task FCM_gives_an_error_code_and_the_status_that_goes_with_it()
    {
        await ExpectFcmAsync(Fcm.Unregistered, 404, "NOT_FOUND", "UNREGISTERED");
        await ExpectFcmAsync(Fcm.ThirdPartyAuthError, 401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR");
        await ExpectFcmAsync(Fcm.SenderIdMismatch, 403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH");
        await ExpectFcmAsync(Fcm.QuotaExceeded(), 429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED");
        await ExpectFcmAsync(Fcm.Internal, 500, "INTERNAL", "INTERNAL");
        await ExpectFcmAsync(Fcm.Unavailable(), 503, "UNAVAILABLE", "UNAVAILABLE");
    }

    [Fact]
    public async Task What_stands_in_front_of_FCM_gives_no_error_code()
    {
        await ExpectFcmAsync(Fcm.WrongProject, 404, "NOT_FOUND", errorCode: null);
        await ExpectFcmAsync(Fcm.Unauthenticated, 401, "UNAUTHENTICATED", errorCode: null);
    }

    [Theory]
    [InlineData("message.token")]
    [InlineData(null)]
    public async Task FCM_names_the_field_where_there_is_one(string? field)
    {
        var answer = await ExpectFcmAsync(Fcm.InvalidArgument(field), 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT");

        answer.Field.Should().Be(field);
    }

    [Fact]
    public async Task Retry_after_is_told_in_whole_seconds()
    {
        (await PushToFcmAsync(Fcm.QuotaExceeded(TimeSpan.FromSeconds(7)))).RetryAfter.Should().Be(TimeSpan.FromSeconds(7));
        (await PushToFcmAsync(Fcm.Unavailable(TimeSpan.FromMilliseconds(1500)))).RetryAfter
            .Should().Be(TimeSpan.FromSeconds(2));
        (await PushToFcmAsync(Fcm.Unavailable())).RetryAfter.Should().BeNull();
    }

    [Fact]
    public async Task Bad_gateway_is_a_page_of_HTML()
    {
        var answer = await PushToFcmAsync(ScriptedAnswer.BadGateway);

        (answer.Status, answer.MediaType).Should().Be((502, "text/html"));
        answer.Text.Should().StartWith("<!DOCTYPE html>");
    }

    [Fact]
    public async Task Body_can_be_given_as_it_stands()
    {
        var answer = await PushToFcmAsync(new() { Status = 418, Body = """{"own":true}""" });

        (answer.Status, answer.Text).Should().Be((418, """{"own":true}"""));
    }

    private async Task<FcmAnswer> ExpectFcmAsync(ScriptedAnswer script, int status, string rpcStatus, string? errorCode)
    {
        var answer = await PushToFcmAsync(script);
        (answer.Status, answer.RpcStatus, answer.ErrorCode).Should().Be((status, rpcStatus, errorCode));
        ((int?)answer.Body!["error"]!["code"]).Should().Be(status);
        return answer;
    }

    private async Task<FcmAnswer> PushToFcmAsync(ScriptedAnswer script)
    {
        fixture.Sandbox.Script.ForDevice("device", script);
        return await _fcm.PushAsync("device");
    }

    private async Task<ApnsAnswer> PushToApnsAsync(ScriptedAnswer script)
    {
        var device = ApnsSender.NewDevice();
        fixture.Sandbox.Script.ForDevice(device, script);
        return await _apns.PushAsync(device);
    }
}
