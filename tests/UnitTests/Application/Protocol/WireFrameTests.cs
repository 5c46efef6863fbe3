using System.Text;
using System.Text.Json;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.UnitTests.Application.Protocol;

public sealed class WireFrameTests
{
    [Fact]
    public void Letters_of_every_script_go_out_as_they_are() => Text(
        new CallRinging(new SessionId("s"), new UserId("Ünïcødé-名前-имя"))).Should().Be(
        """{"type":"call.ringing","payload":{"session_id":"s","callee_id":"Ünïcødé-名前-имя"}}""");

    [Theory]
    [InlineData("\"}],\"type\":\"x")]
    [InlineData("\\")]
    [InlineData("a\nb\0c\u001f")]
    [InlineData("😀")]
    [InlineData("</script>&'+\u2028")]
    public void A_name_can_never_break_out_of_its_string(string name)
    {
        var frame = Text(new CallAccepted(new SessionId("s"), UserInfo.Of(new User(new UserId("u"), name))));

        using var document = JsonDocument.Parse(frame);
        document.RootElement.EnumerateObject().Select(field => field.Name).Should().Equal("type", "payload");
        document.RootElement.GetProperty("payload").GetProperty("callee_info").GetProperty("name").GetString()
            .Should().Be(name);
    }

    /// <summary>A message writes its user itself: as the serializer does that writes one alone.</summary>
    [Theory]
    [InlineData("alice", null, null, null)]
    [InlineData("alice", "Alice", null, null)]
    [InlineData("alice", null, "al", null)]
    [InlineData("alice", null, null, "https://example.com/a.png?x=1&y=2")]
    [InlineData("a\"b", "名前 <b>", "\\\u2028'+", "")]
    public void A_user_inside_of_a_message_is_written_as_one_alone(string id, string? name, string? username, string? image)
    {
        var who = new User(new UserId(id), name, username, image);
        var user = UserInfo.Of(who);
        var alone = ProfileJson.Of(who);

        Text(new CallAccepted(new SessionId("s"), user)).Should().Contain($"\"callee_info\":{alone}}}}}");
        Text(new CallRejected(new SessionId("s"), user)).Should().Contain($"\"callee_info\":{alone}}}}}");
        Text(new CallEnded(new SessionId("s"), EndReason.EndedByUser, user)).Should().Contain($"\"peer_info\":{alone}}}}}");
        Text(new CallRing(new SessionId("s"), new UserId(id), user)).Should().Contain($"\"caller_info\":{alone}}}}}");
    }

    [Theory]
    [InlineData(EndReason.EndedByUser, "ended_by_user")]
    [InlineData(EndReason.PeerDisconnected, "peer_disconnected")]
    [InlineData(EndReason.NoAnswer, "no_answer")]
    public void A_reason_is_written_in_the_words_of_the_protocol(EndReason reason, string word) =>
        Text(new CallEnded(new SessionId("s"), reason)).Should().Be(
            $$$"""{"type":"call.ended","payload":{"session_id":"s","reason":"{{{word}}}"}}""");

    [Fact]
    public void A_relayed_payload_stands_in_the_envelope_as_it_is() =>
        Encoding.UTF8.GetString(WireFrame.Relay("webrtc.ice"u8, "{ \"a\" : 1 }"u8).Span)
            .Should().Be("""{"type":"webrtc.ice","payload":{ "a" : 1 }}""");

    private static string Text(ServerMessage message) => Encoding.UTF8.GetString(WireFrame.Of(message).Span);
}
