using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>Forms of <c>call.start</c> that are taken.</summary>
public sealed class StartCallOptionsTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Theory]
    [InlineData("")]
    [InlineData(",\"callee_device_token\":null,\"callee_os\":null")]
    [InlineData(",\"callee_device_token\":\"\",\"callee_os\":\"\"")]
    [InlineData(",\"callee_device_token\":\"t\",\"callee_os\":\"android\"")]
    [InlineData(",\"callee_device_token\":\"t\",\"callee_os\":\"ios\"")]
    [InlineData(",\"unknown\":{\"callee_id\":1},\"media\":5")]
    public async Task What_is_optional_may_be_there_or_not(string fields)
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        await _server.SendAsync(alice, "{\"type\":\"call.start\",\"payload\":{\"callee_id\":\"bob\"" + fields + "}}");

        bob.Take().Should().ContainSingle().Which.Should().StartWith("{\"type\":\"call.ring\"");
    }

    [Fact]
    public async Task A_device_token_may_have_4096_characters()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        await _server.SendAsync(
            alice,
            "{\"type\":\"call.start\",\"payload\":{\"callee_id\":\"bob\",\"callee_device_token\":\""
            + new string('t', 4096) + "\"}}");

        bob.Take().Should().ContainSingle();
    }

    [Fact]
    public async Task A_callee_may_have_256_characters()
    {
        var alice = await _server.ConnectAsync(People.Alice);

        await _server.SendAsync(alice, Frames.Start(new string('b', 256)));

        alice.Take().Should().Equal(Frames.Error("user_offline", Frames.Offline, "call.start"));
    }

    [Theory]
    [InlineData("Sender", "{\"User\":{\"Id\":{\"Value\":\"carol\"}}}")]
    [InlineData("sender", "{\"user\":{\"id\":{\"value\":\"carol\"}}}")]
    [InlineData("sender", "\"carol\"")]
    [InlineData("caller_id", "\"carol\"")]
    [InlineData("caller_info", "{\"user_id\":\"carol\",\"name\":\"Carol\"}")]
    [InlineData("user_info", "{\"user_id\":\"carol\"}")]
    public async Task The_sender_is_who_the_connection_belongs_to_and_never_who_a_payload_names(string field, string value)
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        await _server.SendAsync(
            alice, "{\"type\":\"call.start\",\"payload\":{\"callee_id\":\"bob\",\"" + field + "\":" + value + "}}");

        var session = InMemoryServer.SessionOf(alice.Take().Single());
        bob.Take().Should().Equal(
            "{\"type\":\"call.ring\",\"payload\":{\"session_id\":\"" + session
            + "\",\"caller_id\":\"alice\",\"caller_info\":" + People.AliceInfo + "}}");
    }

    public void Dispose() => _server.Dispose();
}
