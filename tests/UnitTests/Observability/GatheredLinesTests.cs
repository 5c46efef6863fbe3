using System.Text;
using Goring.Application.Connections;
using Goring.UnitTests.Support;
using Goring.Web.Edge;
using Goring.Web.Observability;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace Goring.UnitTests.Observability;

/// <summary>Lines of the log go behind the frames that a thread flushes, in order, each whole; what is wrong is written at once.</summary>
public sealed class GatheredLinesTests : IDisposable
{
    private readonly CountedStream _output = new();
    private readonly GatheredLines _lines;

    public GatheredLinesTests() => _lines = new(_output, new TextOnly());

    public void Dispose()
    {
        _lines.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void A_line_with_nothing_to_flush_is_written_at_once()
    {
        Log("one");
        Log("two");

        _output.Writes.Should().Equal("one\n", "two\n");
    }

    [Fact]
    public void Lines_of_a_scope_are_one_write_in_their_order_behind_its_frames()
    {
        using (FlushScope.Open(most: 8))
        {
            FlushScope.TryAdd(new Flushed(() => _output.Write("frame\n"u8))).Should().BeTrue();
            Log("one");
            Log("two");
            _output.Writes.Should().BeEmpty();
        }

        _output.Writes.Should().Equal("frame\n", "one\ntwo\n");
        Log("three");
        _output.Writes.Should().HaveCount(3).And.EndWith("three\n");
    }

    [Fact]
    public void Lines_of_a_thread_that_polls_for_its_sockets_go_behind_them() => OwnThread.Run(() =>
    {
        var poll = new AfterPoll(() => true);
        poll.TryClaimThread().Should().BeTrue();
        Log("nothing to send");
        AfterPoll.TryAdd(new Flushed(() => _output.Write("frame\n"u8))).Should().BeTrue();
        Log("one");
        Log("two");

        poll.Flush();

        _output.Writes.Should().Equal("nothing to send\n", "frame\n", "one\ntwo\n");
    });

    [Fact]
    public void A_scope_that_takes_no_more_does_not_keep_a_line_waiting()
    {
        using (FlushScope.Open(most: 1))
        {
            FlushScope.TryAdd(new Flushed(() => { })).Should().BeTrue();
            Log("one");
            _output.Writes.Should().Equal("one\n");
        }
    }

    [Theory]
    [InlineData(LogEventLevel.Warning)]
    [InlineData(LogEventLevel.Error)]
    [InlineData(LogEventLevel.Fatal)]
    public void What_is_wrong_is_written_at_once_with_what_stands_before(LogEventLevel level)
    {
        using (FlushScope.Open(most: 8))
        {
            Log("before");
            Log("wrong", level);
            _output.Writes.Should().Equal("before\nwrong\n");
        }

        _output.Writes.Should().ContainSingle();
    }

    [Fact]
    public void Disposing_writes_what_waits()
    {
        using (FlushScope.Open(most: 8))
        {
            Log("one");
            _lines.Dispose();
            _output.Writes.Should().Equal("one\n");
        }
    }

    [Fact]
    public void Lines_that_a_thread_promised_to_write_and_did_not_are_written_all_the_same()
    {
        Action broken = () =>
        {
            using var scope = FlushScope.Open(most: 8);
            FlushScope.TryAdd(new Flushed(() => throw new InvalidOperationException("no")));
            Log("line");
        };
        broken.Should().Throw<InvalidOperationException>();

        for (var count = 1; count < GatheredLines.PerPromise; count++)
        {
            Log("line");
        }

        Log("last");
        string.Concat(_output.Writes).Should().HaveLength(5 * (GatheredLines.PerPromise + 1)).And.EndWith("line\nlast\n");
    }

    [Fact]
    public void A_write_ends_with_a_line_and_is_no_longer_than_a_pipe_takes_in_one_piece()
    {
        string[] lines = [.. Enumerable.Range(0, 40).Select(number => $"{number} {new string('語', 99)}")];
        Together(lines);

        _output.Writes.Should().HaveCountGreaterThan(1).And.OnlyContain(write => write.EndsWith('\n'));
        _output.Writes.Should().OnlyContain(write => Encoding.UTF8.GetByteCount(write) <= GatheredLines.MostAtOnce);
        string.Concat(_output.Writes).Should().Be(string.Concat(lines.Select(line => line + "\n")));
    }

    [Fact]
    public void A_line_that_is_longer_is_one_write_and_takes_none_along()
    {
        var line = new string('語', 2 * GatheredLines.MostAtOnce);
        Together("before", line, "behind");

        _output.Writes.Should().Equal("before\n", line + "\n", "behind\n");
    }

    [Fact]
    public void An_output_that_is_gone_takes_nobody_with_it()
    {
        _output.IsGone = true;
        Log("lost");
        _output.IsGone = false;
        Log("kept");

        _output.Writes.Should().Equal("kept\n");
    }

    [Fact]
    public void A_line_that_cannot_be_formatted_does_not_spoil_others()
    {
        Together("before", TextOnly.Unsound, "behind");

        _output.Writes.Should().Equal("before\nbehind\n");
    }

    [Fact]
    public async Task Lines_of_many_threads_are_all_written_once_and_each_threads_own_in_order()
    {
        using var lines = new GatheredLines(_output, new TextOnly());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < 2000; number++)
            {
                using var scope = FlushScope.Open(most: 8);
                lines.Emit(Event($"{thread} {number}", number % 500 == 0 ? LogEventLevel.Warning : LogEventLevel.Information));
            }
        })));
        lines.Dispose();

        var written = string.Concat(_output.Writes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var thread = 0; thread < 4; thread++)
        {
            written.Where(line => line.StartsWith($"{thread} ", StringComparison.Ordinal))
                .Should().Equal(Enumerable.Range(0, 2000).Select(number => $"{thread} {number}"));
        }
    }

    /// <summary>Logs them in one scope.</summary>
    private void Together(params string[] lines)
    {
        using var scope = FlushScope.Open(most: 8);
        foreach (var line in lines)
        {
            Log(line);
        }
    }

    private void Log(string text, LogEventLevel level = LogEventLevel.Information) => _lines.Emit(Event(text, level));

    private static LogEvent Event(string text, LogEventLevel level) =>
        new(DateTimeOffset.UnixEpoch, level, exception: null, new MessageTemplate([new TextToken(text)]), []);

    private sealed class TextOnly : ITextFormatter
    {
        public const string Unsound = "unsound";

        public void Format(LogEvent logEvent, TextWriter output)
        {
            output.Write(logEvent.MessageTemplate.Text);
            if (logEvent.MessageTemplate.Text == Unsound)
            {
                throw new FormatException("in the middle of a line");
            }

            output.Write('\n');
        }
    }

    private sealed class CountedStream : MemoryStream
    {
        public List<string> Writes { get; } = [];

        public bool IsGone { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (IsGone)
            {
                throw new IOException("Broken pipe");
            }

            if (!buffer.IsEmpty)
            {
                Writes.Add(Encoding.UTF8.GetString(buffer));
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
