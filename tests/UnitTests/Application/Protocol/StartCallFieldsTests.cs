using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

public sealed class StartCallFieldsTests : RefusedFrames
{
    private const string Type = "call.start";

    [Theory]
    [InlineData("")]
    [InlineData("\"callee_id\":null")]
    [InlineData("\"calleeId\":\"bob\",\"CALLEE_ID\":\"bob\"")]
    public Task A_callee_must_be_named(string fields) =>
        IsRefusedAsync(Start(fields), "payload.callee_id is required", Type);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\\t\\r\\n")]
    [InlineData("\\u00a0\\u3000")]
    public Task A_blank_callee_is_refused(string callee) =>
        IsRefusedAsync(Frames.Start(callee), "payload.callee_id must not be blank", Type);

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[\"bob\"]")]
    public Task A_callee_that_is_no_string_is_refused(string value) =>
        IsRefusedAsync(Start($"\"callee_id\":{value}"), IllTyped("callee_id"), Type);

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("bob\\udc00")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\ud83dbob")]
    public Task A_callee_that_is_no_text_is_refused(string callee) =>
        IsRefusedAsync(Frames.Start(callee), IllTyped("callee_id"), Type);

    [Fact]
    public Task A_callee_of_257_characters_is_refused() =>
        IsRefusedAsync(
            Frames.Start(new string('b', 257)), "payload.callee_id must have at most 256 characters", Type);

    [Theory]
    [InlineData("alice")]
    [InlineData("\\u0061lice")]
    public Task Calling_oneself_is_refused(string callee) =>
        IsRefusedAsync(Frames.Start(callee), "payload.callee_id must not be your own id", Type);

    [Fact]
    public Task A_callee_named_twice_is_refused() =>
        IsRefusedAsync(Start("\"callee_id\":\"carol\",\"callee_id\":\"bob\""), IllTyped("callee_id"), Type);

    [Theory]
    [InlineData("1")]
    [InlineData("false")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\\ud800\"")]
    public Task A_device_token_that_is_no_text_is_refused(string value) =>
        IsRefusedAsync(Start($"\"callee_id\":\"bob\",\"callee_device_token\":{value}"), IllTyped("callee_device_token"), Type);

    [Fact]
    public Task A_device_token_of_4097_characters_is_refused() =>
        IsRefusedAsync(
            Start($"\"callee_id\":\"bob\",\"callee_device_token\":\"{new string('t', 4097)}\""),
            "payload.callee_device_token must have at most 4096 characters",
            Type);

    [Theory]
    [InlineData("windows")]
    [InlineData("Android")]
    [InlineData("IOS")]
    [InlineData(" ")]
    [InlineData("ios ")]
    public Task A_system_that_no_push_service_knows_is_refused(string os) =>
        IsRefusedAsync(
            Start($"\"callee_id\":\"bob\",\"callee_os\":\"{os}\""), "payload.callee_os must be android or ios", Type);

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    [InlineData("[\"ios\"]")]
    [InlineData("{}")]
    [InlineData("\"\\udfff\"")]
    public Task A_system_that_is_no_text_is_refused(string value) =>
        IsRefusedAsync(Start($"\"callee_id\":\"bob\",\"callee_os\":{value}"), IllTyped("callee_os"), Type);

    [Fact]
    public Task The_first_fault_is_the_one_that_is_named() =>
        IsRefusedAsync(Start("\"callee_id\":\"\",\"callee_os\":\"windows\""), "payload.callee_id must not be blank", Type);

    private static string Start(string fields) => "{\"type\":\"call.start\",\"payload\":{" + fields + "}}";

    private static string IllTyped(string field) => $"payload.{field} is not of its type, or stands twice";
}
