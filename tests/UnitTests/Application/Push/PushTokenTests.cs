using Goring.Application.Push;
using Goring.Domain.Devices;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Push;

/// <summary>What is learned of a device's token by pushing to it, and how little of it is shown.</summary>
public sealed class PushTokenTests : IDisposable
{
    private readonly ScriptedGateway _fcm = new(DeviceOs.Android);
    private readonly ScriptedGateway _apns = new(DeviceOs.Ios);
    private readonly PushedCalls _calls;

    public PushTokenTests() => _calls = new(_fcm, _apns);

    [Fact]
    public async Task A_dead_token_is_dropped()
    {
        await _calls.RegisterAsync("dead-token", "android");
        _fcm.Answers(new PushAnswer.DeadToken("UNREGISTERED"));
        var session = await _calls.StartAsync("");
        await _calls.DeliverAsync();
        _calls.Abandoned.Should().Equal("dead_token");
        await _calls.HangUpAsync(session);

        (await _calls.TryStartAsync("")).Should().BeNull("nobody has a device any more");
    }

    [Fact]
    public async Task A_token_that_was_registered_after_it_died_is_kept()
    {
        await _calls.RegisterAsync("token", "ios");
        _apns.Answers(new PushAnswer.DeadToken("Unregistered", ManualTime.Start));
        var session = await _calls.StartAsync("");
        await _calls.DeliverAsync();
        await _calls.HangUpAsync(session);

        (await _calls.TryStartAsync("")).Should().NotBeNull();
    }

    [Fact]
    public async Task The_environment_in_which_a_token_was_found_is_kept()
    {
        await _calls.RegisterAsync("token", "ios");
        _apns.Answers(new PushAnswer.Delivered(ApnsEnvironment.Development));
        var session = await _calls.StartAsync("");
        await _calls.DeliverAsync();
        await _calls.HangUpAsync(session);
        await _calls.DeliverAsync();
        await _calls.StartAsync("");

        await _calls.DeliverAsync();

        _apns.Received[^1].Device.Environment.Should().Be(ApnsEnvironment.Development);
    }

    [Fact]
    public async Task The_log_shows_the_end_of_a_token_and_no_more()
    {
        _fcm.Answers(new PushAnswer.Refused("SENDER"));
        await _calls.StartAsync(@",""callee_device_token"":""secret-part-of-it-ABCDEF"",""callee_os"":""android""");

        await _calls.DeliverAsync();

        _calls.Server.Log.Lines.Should().ContainSingle(line => line.Contains("…ABCDEF", StringComparison.Ordinal));
        _calls.Server.Log.Lines.Should().NotContain(line => line.Contains("-of-it", StringComparison.Ordinal));
    }

    public void Dispose() => _calls.Dispose();
}
