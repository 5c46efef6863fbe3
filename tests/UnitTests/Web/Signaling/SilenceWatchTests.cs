using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

/// <summary>
/// Under the times of docs/protocol.md, part 1, in rounds of about half a second, and looked at no sooner than it says.
/// </summary>
public sealed class SilenceWatchTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Wire _wire = new();
    private readonly SocketClock _clock;
    private readonly GatheringStream _stream;
    private readonly SilenceWatch _watch;
    private DateTimeOffset _next = ManualTime.Start;
    private int _looks;

    public SilenceWatchTests()
    {
        _clock = new(_time);
        _stream = new(_wire, _clock);
        var settings = new ConnectionSettings
        {
            MessagesPerSecond = 0,
            CallsPerMinute = 0,
            Drain = TimeSpan.Zero,
            AllowedOrigins = [],
        };
        _watch = new(_stream, settings, _clock);
    }

    [Theory]
    [InlineData(500, 0)]
    [InlineData(500, 0.7)]
    [InlineData(500, 1.9)]
    [InlineData(700, 0.7)]
    [InlineData(700, 2.8)]
    [InlineData(1100, 2.2)]
    public async Task Client_that_says_nothing_is_pinged_once_and_gone_within_a_minute(int sweep, double lastHeard)
    {
        Pass(TimeSpan.FromSeconds(lastHeard), sweep).Should().BeNull();
        await HearAsync();
        var heard = _time.GetUtcNow();

        Pass(TimeSpan.FromSeconds(15), sweep).Should().BeNull();
        _wire.Writes.Should().Be(0);
        Pass(TimeSpan.FromSeconds(8), sweep).Should().BeNull();
        _wire.Writes.Should().Be(1);
        var gone = Pass(TimeSpan.FromSeconds(60), sweep);

        (gone - heard).Should().BeGreaterThan(TimeSpan.FromSeconds(50)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
        _wire.Writes.Should().Be(1);
    }

    [Fact]
    public async Task Client_that_answers_pings_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            Pass(TimeSpan.FromSeconds(25)).Should().BeNull();
            _wire.Writes.Should().Be(i + 1);
            await HearAsync();
        }

        _looks.Should().BeLessThan(60, "an idle client is looked at about once for a ping");
    }

    [Fact]
    public async Task Client_that_sends_is_not_pinged()
    {
        for (var i = 0; i < 60; i++)
        {
            Pass(TimeSpan.FromSeconds(5)).Should().BeNull();
            await HearAsync();
        }

        _wire.Writes.Should().Be(0);
    }

    [Fact]
    public void Client_whose_socket_takes_nothing_is_gone_without_a_ping()
    {
        var write = _stream.WriteAsync(new byte[1]);
        _wire.Stalled.Task.IsCompleted.Should().BeFalse();

        (Pass(TimeSpan.FromSeconds(61)) - ManualTime.Start).Should()
            .BeGreaterThan(TimeSpan.FromSeconds(50)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
        _wire.Writes.Should().Be(1, "that is what stalls");
        write.IsCompleted.Should().BeFalse();
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Lets time go by; when the client was found to be gone.</summary>
    /// <param name="sweep">Milliseconds.</param>
    private DateTimeOffset? Pass(TimeSpan span, int sweep = 500)
    {
        for (var end = _time.GetUtcNow() + span; _time.GetUtcNow() < end;)
        {
            _time.Advance(TimeSpan.FromMilliseconds(sweep));
            _clock.Tick();
            if (_time.GetUtcNow() < _next)
            {
                continue;
            }

            if (_watch.Look() is not { } alone)
            {
                return _time.GetUtcNow();
            }

            _looks++;
            _next = _time.GetUtcNow() + alone;
        }

        return null;
    }

    private async Task HearAsync() => (await _stream.ReadAsync(new byte[1])).Should().Be(0, "the wire is empty");

    /// <summary>Writes of one byte stall, pings go out.</summary>
    private sealed class Wire : MemoryStream
    {
        public TaskCompletionSource Stalled { get; } = new();

        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return buffer.Length == 1 ? new(Stalled.Task) : ValueTask.CompletedTask;
        }
    }
}
