using Goring.Application.Connections;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Devices;

public sealed class DeviceCommandTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Theory]
    [InlineData(@"""token"":""abc"",""os"":""android""")]
    [InlineData(@"""token"":""abc"",""os"":""ios""")]
    [InlineData(@"""token"":""abc"",""os"":""ios"",""environment"":""development""")]
    public async Task A_device_is_registered_and_the_command_acknowledged(string payload)
    {
        var alice = await ConnectAsync();

        var error = await _server.SendAsync(
            alice, $@"{{""type"":""device.register"",""id"":""7"",""payload"":{{{payload}}}}}");

        error.Should().BeNull();
        alice.Take().Should().Equal(@"{""type"":""ack"",""id"":""7"",""payload"":{}}");
    }

    [Theory]
    [InlineData(@"""os"":""android""", "payload.token is required")]
    [InlineData(@"""token"":"" "",""os"":""android""", "payload.token must not be blank")]
    [InlineData(@"""token"":""abc""", "payload.os must be android or ios")]
    [InlineData(@"""token"":""abc"",""os"":""windows""", "payload.os must be android or ios")]
    [InlineData(@"""token"":""abc"",""os"":""ios"",""environment"":""test""", "payload.environment must be production or development")]
    [InlineData(@"""token"":""abc"",""os"":""android"",""environment"":""production""", "payload.environment is for ios alone")]
    public async Task A_wrong_field_is_named(string payload, string message)
    {
        var alice = await ConnectAsync();

        await _server.SendAsync(alice, $@"{{""type"":""device.register"",""payload"":{{{payload}}}}}");

        alice.Take().Should().Equal(Frames.Invalid(message, "device.register"));
    }

    [Theory]
    [InlineData("device.register", @",""os"":""android""")]
    [InlineData("device.unregister", "")]
    public async Task A_token_that_is_too_long_is_refused_and_not_repeated(string type, string more)
    {
        var alice = await ConnectAsync();

        await _server.SendAsync(
            alice, $@"{{""type"":""{type}"",""payload"":{{""token"":""{new string('t', 4097)}""{more}}}}}");

        alice.Take().Should().Equal(Frames.Invalid("payload.token must have at most 4096 characters", type));
    }

    [Fact]
    public async Task A_device_that_one_does_not_have_is_unregistered_without_an_error()
    {
        var alice = await ConnectAsync();

        var error = await _server.SendAsync(
            alice, @"{""type"":""device.unregister"",""id"":""8"",""payload"":{""token"":""abc""}}");

        error.Should().BeNull();
        alice.Take().Should().Equal(@"{""type"":""ack"",""id"":""8"",""payload"":{}}");
    }

    [Theory]
    [InlineData("device.register")]
    [InlineData("device.unregister")]
    public async Task A_client_of_the_base_protocol_has_no_such_command(string type)
    {
        var alice = await _server.ConnectAsync(People.Alice);

        var error = await _server.SendAsync(
            alice, $@"{{""type"":""{type}"",""payload"":{{""token"":""abc"",""os"":""android""}}}}");

        error.Should().Be(ErrorCode.InvalidMessage);
    }

    public void Dispose() => _server.Dispose();

    private async Task<FakeClient> ConnectAsync()
    {
        var alice = await _server.ConnectAsync(People.Alice, new ResumeRequest(null, 0));
        _ = alice.Take();
        return alice;
    }
}
