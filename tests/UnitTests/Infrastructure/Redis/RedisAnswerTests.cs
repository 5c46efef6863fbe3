using System.Buffers;
using System.Text;
using Goring.Infrastructure.Redis;

namespace Goring.UnitTests.Infrastructure.Redis;

/// <summary>What Redis says to a connection that subscribes (its serialization protocol, RESP2), in whatever pieces it comes.</summary>
public sealed class RedisAnswerTests
{
    [Theory]
    [InlineData("*3\r\n$7\r\nmessage\r\n$4\r\nroom\r\n$11\r\none\r\ntwo\r\n.\r\n", "room", "one\r\ntwo\r\n.")]
    [InlineData("*3\r\n$7\r\nmessage\r\n$4\r\nroom\r\n$0\r\n\r\n", "room", "")]
    [InlineData("*3\r\n$7\r\nmessage\r\n$7\r\nmessage\r\n$4\r\nйц\r\n", "message", "йц")]
    public void Message_has_a_channel_and_bytes_that_may_be_anything(string text, string channel, string payload) =>
        Read(text).Should().Equal((true, channel, payload, (string?)null));

    [Theory]
    [InlineData("+OK\r\n")]
    [InlineData("+PONG\r\n")]
    [InlineData(":1\r\n")]
    [InlineData("*2\r\n$4\r\npong\r\n$0\r\n\r\n")]
    [InlineData("*3\r\n$9\r\nsubscribe\r\n$4\r\nroom\r\n:1\r\n")]
    [InlineData("*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n")]
    [InlineData("*3\r\n$9\r\nsubscribe\r\n$7\r\nmessage\r\n:1\r\n")]
    [InlineData("*-1\r\n")]
    public void Anything_else_says_that_a_command_was_taken(string text) =>
        Read(text).Should().Equal((false, "", "", (string?)null));

    [Fact]
    public void Error_says_why_a_command_was_not_taken() =>
        Read("-NOPERM no permissions\r\n").Should().Equal((false, "", "", "NOPERM no permissions"));

    [Fact]
    public void Each_is_read_whole_wherever_it_is_cut()
    {
        const string Text =
            "+OK\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$5\r\nx\r\n\r\n\r\n-ERR no\r\n";
        var whole = Read(Text);
        whole.Should().HaveCount(4);

        for (var cut = 1; cut < Text.Length; cut++)
        {
            ReadInParts(Text, cut).Should().Equal(whole, "it was cut at {0}", cut);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("*99999\r\n")]
    [InlineData("*x\r\n")]
    [InlineData("*1\r\n$x\r\n")]
    [InlineData("*1\r\n$-2\r\n")]
    [InlineData("*1\r\n$1073741824\r\n")]
    [InlineData("*1\r\n+OK\r\n")]
    [InlineData("*1\r\n$1\r\nab\r\n")]
    [InlineData("*111111111111111111111111111111111111")]
    public void What_redis_does_not_say_is_named(string text) =>
        FluentActions.Invoking(() => Read(text)).Should().Throw<InvalidDataException>().Which.Message.Should().Contain("Redis");

    private static List<(bool, string, string, string?)> Read(string text) =>
        ReadAll(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), out _);

    /// <summary>First what is in front of the cut; then what was left of it with all the rest, in two segments.</summary>
    private static List<(bool, string, string, string?)> ReadInParts(string text, int cut)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var first = ReadAll(new(bytes.AsMemory(0, cut)), out var left);
        var head = new Segment(bytes.AsMemory(cut - (int)left, (int)left));
        var tail = head.Append(bytes.AsMemory(cut));
        return [.. first, .. ReadAll(new(head, 0, tail, tail.Memory.Length), out _)];
    }

    private static List<(bool, string, string, string?)> ReadAll(ReadOnlySequence<byte> buffer, out long left)
    {
        List<(bool, string, string, string?)> answers = [];
        while (RedisAnswer.TryRead(ref buffer, out var answer))
        {
            answers.Add((
                answer.IsMessage, Encoding.UTF8.GetString(answer.Channel), Encoding.UTF8.GetString(answer.Payload), answer.Error));
        }

        left = buffer.Length;
        return answers;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
