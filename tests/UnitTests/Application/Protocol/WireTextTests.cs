using System.Text;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>What is read off, and written into, frames that were made already.</summary>
public sealed class WireTextTests
{
    private const string Ring = """{"type":"call.ring","payload":{"session_id":"s-1","caller_id":"alice"}}""";

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void A_number_is_put_in_front_and_read_off_again(long seq)
    {
        var numbered = WireFrame.Numbered(seq, Bytes(Ring));

        Encoding.UTF8.GetString(numbered.Span).Should().Be($"{{\"seq\":{seq},{Ring[1..]}");
        WireFrame.SeqOf(numbered.Span).Should().Be(seq);
    }

    [Theory]
    [InlineData(Ring)]
    [InlineData("")]
    [InlineData("""{"seq":""")]
    [InlineData("""{"seq":0,"type":"x"}""")]
    [InlineData("""{"seq":-1,"type":"x"}""")]
    [InlineData("""{"seq":"1","type":"x"}""")]
    [InlineData("""{"seq":1}""")]
    public void A_frame_without_a_number_has_none(string frame) => WireFrame.SeqOf(Bytes(frame)).Should().Be(0);

    [Theory]
    [InlineData(Ring, false)]
    [InlineData("""{"seq":9223372036854775807,"type":"call.ring","payload":{"session_id":"s-1"}}""", false)]
    [InlineData("""{"type":"call.ended","payload":{"session_id":"s-1","reason":"no_answer"}}""", true)]
    [InlineData("""{"seq":3,"type":"call.rejected","payload":{"session_id":"s-1"}}""", true)]
    [InlineData("""{ "payload": { "caller_id": "alice", "session_id": "s-1" }, "type": "call.ring" }""", false)]
    public void News_of_a_call_is_read_off(string frame, bool isOver) =>
        CallNews.Read(Bytes(frame)).Should().Be((new SessionId("s-1"), isOver));

    [Theory]
    [InlineData("""{"type":"call.ringing","payload":{"session_id":"s-1","callee_id":"bob"}}""")]
    [InlineData("""{"type":"call.accepted","payload":{"session_id":"s-1"}}""")]
    [InlineData("""{"type":"webrtc.ice","payload":{"session_id":"s-1","x":"\"type\":\"call.ring\""}}""")]
    [InlineData("""{"type":"call.ring","payload":{"caller_id":"alice"}}""")]
    [InlineData("""{"type":"call.ring","payload":{"session_id":"s-1""")]
    [InlineData("""{"type":"call.ring","payload":{"session_id":5}}""")]
    [InlineData("""{"type":5,"payload":{"session_id":"s-1"}}""")]
    [InlineData("""{"seq":9223372036854775807,"type":"webrtc.ice","payload":{"session_id":"s-1"}}""")]
    [InlineData("[1]")]
    [InlineData("")]
    public void Everything_else_is_no_news_of_a_call(string frame) => CallNews.Read(Bytes(frame)).Should().BeNull();

    [Fact]
    public void A_profile_is_kept_as_peers_see_it()
    {
        ProfileJson.Of(People.Alice).Should().Be(People.AliceInfo);
        ProfileJson.Parse(People.AliceInfo, new UserId("alice")).Should().Be(People.Alice);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("no JSON")]
    [InlineData("""{"user_id":5}""")]
    public void A_profile_that_cannot_be_read_is_none(string? json) =>
        ProfileJson.Parse(json, new UserId("alice")).Should().BeNull();

    [Fact]
    public void Nobody_has_no_profile() => ProfileJson.Of(null).Should().BeEmpty();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
