using System.Text;
using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class GatheringStreamTests : IDisposable
{
    private readonly Pipe _inner = new();
    private readonly ManualTime _time = new();
    private readonly SocketClock _clock;
    private readonly GatheringStream _stream;

    public GatheringStreamTests()
    {
        _clock = new(_time);
        _stream = new(_inner, _clock);
    }

    [Fact]
    public async Task What_is_written_while_it_holds_goes_out_in_one_write()
    {
        _stream.Hold();
        await WriteAsync("a");
        await WriteAsync("bc");
        _inner.Written.Should().BeEmpty();

        await _stream.ReleaseAsync();
        await WriteAsync("d");

        _inner.Written.Should().Equal("abc", "d");
    }

    [Fact]
    public async Task Release_of_nothing_writes_nothing()
    {
        _stream.Hold();
        await _stream.ReleaseAsync();

        _inner.Written.Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_full_once_one_write_should_have_no_more()
    {
        _stream.Hold();
        await WriteAsync(new('a', GatheringStream.Most - 1));
        _stream.IsFull.Should().BeFalse();
        await WriteAsync("b");
        _stream.IsFull.Should().BeTrue();

        await _stream.ReleaseAsync();

        _inner.Written.Single().Should().HaveLength(GatheringStream.Most).And.EndWith("ab");
        _stream.IsFull.Should().BeFalse();
    }

    [Fact]
    public async Task Write_that_finds_another_under_way_waits_for_it()
    {
        var under = _inner.Stall();
        var first = WriteAsync("first");
        var second = WriteAsync("second");
        second.IsCompleted.Should().BeFalse();
        _inner.Written.Should().Equal("first");

        under.SetResult();
        await first;
        await second;

        _inner.Written.Should().Equal("first", "second");
    }

    /// <summary>FIN and opcode 9, no mask and no payload (RFC 6455, 5.2); read as ASCII here.</summary>
    [Fact]
    public async Task Ping_stands_between_frames()
    {
        await WriteAsync("before");
        _stream.TryPing().Should().BeTrue();
        _stream.Hold();
        await WriteAsync("a");
        _stream.TryPing().Should().BeTrue();
        await WriteAsync("b");
        await _stream.ReleaseAsync();

        _inner.Written.Should().Equal("before", "?\0", "a?\0b");
        _inner.Bytes.Should().Contain([0x89, 0x00]);
    }

    [Fact]
    public async Task Ping_does_not_go_out_while_a_write_is_under_way()
    {
        var under = _inner.Stall();
        var write = WriteAsync("frame");
        _stream.TryPing().Should().BeFalse();

        under.SetResult();
        await write;

        _stream.TryPing().Should().BeTrue();
        _inner.Written.Should().Equal("frame", "?\0");
    }

    [Fact]
    public async Task It_has_heard_once_it_is_asked_for_more()
    {
        var began = _clock.Now;
        _stream.HeardAt.Should().Be(began);
        _time.Advance(TimeSpan.FromSeconds(3));
        _clock.Tick();
        _stream.HeardAt.Should().Be(began);
        _inner.Arrive("news");
        await ReadAsync(100);

        _stream.HeardAt.Should().Be(_clock.Now);
        _clock.Since(began).Should().Be(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Whoever_has_more_than_a_chunk_lets_others_go_first()
    {
        const int Chunk = 8 * 1024;
        _inner.Arrive(new string('a', Chunk));
        (await ReadAsync(Chunk - 1)).Should().HaveLength(Chunk - 1);
        (await ReadAsync(1)).Should().Be("a");
        _inner.Arrive("b");
        var before = SynchronizationContext.Current;
        var others = new Others();
        ValueTask<int> reading;
        try
        {
            SynchronizationContext.SetSynchronizationContext(others);
            reading = _stream.ReadAsync(new byte[1]);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        reading.IsCompleted.Should().BeFalse();
        others.Behind.Should().HaveCount(1);
        others.Behind[0]();
        (await reading).Should().Be(1);
    }

    [Fact]
    public async Task What_has_arrived_is_read_at_once_and_handed_out_as_it_is_asked_for()
    {
        _inner.Arrive("header and payload, and more");

        (await ReadAsync(6)).Should().Be("header");
        (await ReadAsync(12)).Should().Be(" and payload");
        _inner.Reads.Should().Be(1);
        (await _stream.ReadAsync(Memory<byte>.Empty)).Should().Be(0, "something is there");
        (await ReadAsync(100)).Should().Be(", and more");
        _inner.Reads.Should().Be(1);

        _inner.Arrive("next");
        (await ReadAsync(100)).Should().Be("next");
    }

    [Fact]
    public async Task End_is_the_end()
    {
        _inner.Arrive("");

        (await ReadAsync(10)).Should().BeEmpty();
    }

    [Fact]
    public async Task Large_read_goes_through()
    {
        _inner.Arrive(new('a', 20_000));

        (await ReadAsync(64 * 1024)).Should().HaveLength(20_000);
    }

    public void Dispose() => _stream.Dispose();

    private Task WriteAsync(string text) => _stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private async Task<string> ReadAsync(int most)
    {
        var buffer = new byte[most];
        return Encoding.ASCII.GetString(buffer, 0, await _stream.ReadAsync(buffer));
    }

    /// <summary>What stands below: writes are noted one by one, each read gets one arrival or as much of it as it takes.</summary>
    private sealed class Pipe : MemoryStream
    {
        private byte[] _arrived = [];
        private TaskCompletionSource? _stalled;

        public List<string> Written { get; } = [];

        public List<byte> Bytes { get; } = [];

        public int Reads { get; private set; }

        public TaskCompletionSource Stall() => _stalled = new();

        public void Arrive(string text) => _arrived = Encoding.ASCII.GetBytes(text);

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written.Add(Encoding.ASCII.GetString(buffer.Span));
            Bytes.AddRange(buffer.Span);
            if (_stalled is { } stalled)
            {
                await stalled.Task;
            }
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            var taken = Math.Min(buffer.Length, _arrived.Length);
            _arrived.AsSpan(0, taken).CopyTo(buffer.Span);
            _arrived = _arrived[taken..];
            return new(taken);
        }
    }

    /// <summary>Has what is posted wait until it is asked for.</summary>
    private sealed class Others : SynchronizationContext
    {
        public List<Action> Behind { get; } = [];

        public override void Post(SendOrPostCallback d, object? state) => Behind.Add(() => d(state));
    }
}
