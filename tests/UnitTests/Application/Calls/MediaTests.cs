using Goring.Application.Connections;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

/// <summary><c>media</c> and <c>metadata</c> of a <c>call.start</c>, between <c>goring.v1</c> clients.</summary>
public sealed class MediaTests : IDisposable
{
    private static readonly ResumeRequest Anew = new(null, -1);

    private readonly InMemoryServer _server = new();

    [Theory]
    [InlineData("\"media\":\"video\",\"metadata\":{\"b\":[1,2],\"a\":\"ж\"}")]
    [InlineData("\"media\":\"audio\"")]
    [InlineData("\"metadata\":{}")]
    public async Task They_are_handed_to_the_callee_as_they_are(string fields)
    {
        var ring = await RingAsync(Anew, Anew, fields);

        ring.Should().EndWith($"\"caller_info\":{People.AliceInfo},{fields}}}}}");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_client_of_the_base_protocol_neither_sends_nor_gets_them(bool callerIsV1, bool calleeIsV1)
    {
        var ring = await RingAsync(
            callerIsV1 ? Anew : null, calleeIsV1 ? Anew : null, "\"media\":\"video\",\"metadata\":{\"a\":1}");

        ring.Should().EndWith($"\"caller_info\":{People.AliceInfo}}}}}");
    }

    [Theory]
    [InlineData("\"media\":\"smell\"", "payload.media must be audio or video")]
    [InlineData("\"media\":5", "payload.media must be audio or video")]
    [InlineData("\"media\":\"\\ud800\"", "payload.media must be audio or video")]
    [InlineData("\"metadata\":{\"a\":\"\\ud800\"}", "payload.metadata must be an object of at most 4096 bytes")]
    [InlineData("\"metadata\":{\"a\":[{\"\\udc00\":1}]}", "payload.metadata is not of its type, or stands twice")]
    [InlineData("\"metadata\":[]", "payload.metadata must be an object of at most 4096 bytes")]
    [InlineData("\"metadata\":\"text\"", "payload.metadata must be an object of at most 4096 bytes")]
    public async Task What_they_are_not_is_refused(string fields, string message)
    {
        var alice = await _server.ConnectAsync(People.Alice, Anew);
        _ = alice.Take();

        await _server.SendAsync(alice, $$$"""{"type":"call.start","payload":{ {{{fields}}},"callee_id":"bob"}}""");

        alice.Take().Should().Equal(Frames.Invalid(message, "call.start"));
    }

    [Theory]
    [InlineData(4096 - 8, false)]
    [InlineData(4096 - 7, true)]
    public async Task Metadata_has_4096_bytes_at_most(int letters, bool refused)
    {
        var alice = await _server.ConnectAsync(People.Alice, Anew);
        _ = alice.Take();

        await _server.SendAsync(
            alice,
            $$$"""{"type":"call.start","payload":{"callee_id":"bob","metadata":{"a":"{{{new string('x', letters)}}}"} } }""");

        alice.Take().Single().Should().Contain(refused ? "invalid_message" : "user_offline");
    }

    public void Dispose() => _server.Dispose();

    private async Task<string> RingAsync(ResumeRequest? caller, ResumeRequest? callee, string fields)
    {
        var alice = await _server.ConnectAsync(People.Alice, caller);
        var bob = await _server.ConnectAsync(People.Bob, callee);
        _ = bob.Take();

        await _server.SendAsync(alice, $$$"""{"type":"call.start","payload":{ {{{fields}}},"callee_id":"bob"}}""");

        return bob.Take().Single();
    }
}
