using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>Frames that look odd and are right.</summary>
public sealed class LenientEnvelopeTests : IDisposable
{
    private const string Missing = """{"type":"call.check_result","payload":{"session_id":"s","exists":false}}""";

    private readonly InMemoryServer _server = new();

    [Theory]
    [InlineData("{\"payload\":{\"session_id\":\"s\"},\"type\":\"call.check\"}")]
    [InlineData("\r\n\t { \"type\" : \"call.check\" , \"payload\" : { \"session_id\" : \"s\" } } \n")]
    [InlineData("{\"id\":\"7\",\"type\":\"call.check\",\"x\":{\"type\":\"call.end\"},\"payload\":{\"session_id\":\"s\"},\"y\":[[]]}")]
    [InlineData("{\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\"},\"x\":{}}")]
    [InlineData("{\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\"} \t}\r\n")]
    [InlineData("{\"x\":1,\"x\":2,\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\"}}")]
    [InlineData("{\"type\":\"\\u0063all.check\",\"payload\":{\"session_id\":\"\\u0073\"}}")]
    [InlineData("{\"ty\\u0070e\":\"call.check\",\"payload\":{\"session\\u005fid\":\"s\"}}")]
    [InlineData("{\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\",\"type\":1,\"payload\":2,\"Session_Id\":3,\"sessionId\":4}}")]
    [InlineData("{\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\",\"x\":\"\\ud800\"}}")]
    public async Task It_is_understood(string frame)
    {
        var alice = await _server.ConnectAsync(People.Alice);

        var error = await _server.SendAsync(alice, frame);

        error.Should().BeNull();
        alice.Take().Should().Equal(Missing);
    }

    [Theory]
    [InlineData(62)]
    [InlineData(61)]
    public async Task A_payload_may_nest_as_deep_as_a_frame_may(int arrays)
    {
        var alice = await _server.ConnectAsync(People.Alice);

        await _server.SendAsync(alice, Nested(arrays));

        alice.Take().Should().Equal(Missing);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(10_000)]
    public async Task What_nests_deeper_than_64_is_refused(int arrays)
    {
        var alice = await _server.ConnectAsync(People.Alice);

        var error = await _server.SendAsync(alice, Nested(arrays));

        error.Should().Be(ErrorCode.InvalidMessage);
        alice.Take().Should().Equal(Frames.Invalid(Frames.NotJson, "call.check"));
    }

    [Fact]
    public async Task What_nests_deeper_than_64_outside_of_the_payload_is_refused()
    {
        var alice = await _server.ConnectAsync(People.Alice);

        await _server.SendAsync(
            alice, "{\"x\":" + new string('[', 64) + new string(']', 64) + ",\"type\":\"call.check\",\"payload\":{}}");

        alice.Take().Should().Equal(Frames.Invalid(Frames.NotJson));
    }

    public void Dispose() => _server.Dispose();

    private static string Nested(int arrays) =>
        "{\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\",\"x\":"
        + new string('[', arrays) + new string(']', arrays) + "}}";
}
