using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

/// <summary>
/// Under the times of docs/protocol.md, part 1, in rounds of about half a second, and looked at no sooner than it says.
/// </summary>
public sealed class SilenceWatchTests : IDisposable
{
    private const int Room = 100;

    private readonly ManualTime _time = new();
    private readonly FakeTransport _transport = new(Room);
    private readonly SocketClock _clock;
    private readonly TransportStream _stream;
    private readonly SilenceWatch _watch;
    private DateTimeOffset _next = ManualTime.Start;
    private int _looks;
    private int _pings;

    public SilenceWatchTests()
    {
        _clock = new(_time);
        _stream = new(_transport, _transport.Abort, _clock);
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
        Pings().Should().Be(0);
        Pass(TimeSpan.FromSeconds(8), sweep).Should().BeNull();
        Pings().Should().Be(1);
        var gone = Pass(TimeSpan.FromSeconds(60), sweep);

        (gone - heard).Should().BeGreaterThan(TimeSpan.FromSeconds(50)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
        Pings().Should().Be(1);
    }

    [Fact]
    public async Task Client_that_answers_pings_stays()
    {
        for (var i = 0; i < 20; i++)
        {
            Pass(TimeSpan.FromSeconds(25)).Should().BeNull();
            Pings().Should().Be(i + 1);
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

        Pings().Should().Be(0);
    }

    [Fact]
    public void Client_whose_socket_takes_nothing_is_gone_without_a_ping()
    {
        var write = _stream.WriteAsync(new byte[Room]);

        (Pass(TimeSpan.FromSeconds(61)) - ManualTime.Start).Should()
            .BeGreaterThan(TimeSpan.FromSeconds(50)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(60));
        write.IsCompleted.Should().BeFalse();
        _transport.TakeSent().Should().HaveLength(Room, "that is what stalls");
    }

    public void Dispose()
    {
        _stream.Dispose();
        _transport.Dispose();
    }

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

    private async Task HearAsync()
    {
        await _transport.ArriveAsync("x");
        (await _stream.ReadAsync(new byte[1])).Should().Be(1);
    }

    /// <summary>How many have been sent: nothing else is.</summary>
    private int Pings() => _pings += _transport.TakeSent().Length / 2;
}
