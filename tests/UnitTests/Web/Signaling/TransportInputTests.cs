using System.Text;
using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class TransportInputTests : IDisposable
{
    private const int Chunk = 8 * 1024;

    private readonly ManualTime _time = new();
    private readonly SocketClock _clock;
    private readonly FakeTransport _transport = new();
    private readonly TransportInput _input;

    public TransportInputTests()
    {
        _clock = new(_time);
        _input = new(_transport.Input, _clock);
    }

    [Fact]
    public async Task What_came_is_read_in_parts_of_any_size()
    {
        await _transport.ArriveAsync("abcdefg");

        (await ReadAsync(3)).Should().Be("abc");
        (await ReadAsync(1)).Should().Be("d");
        (await ReadAsync(100)).Should().Be("efg");
    }

    [Fact]
    public async Task A_read_waits_for_what_comes()
    {
        var read = ReadAsync(10);
        read.IsCompleted.Should().BeFalse();

        await _transport.ArriveAsync("late");

        (await read).Should().Be("late");
    }

    [Fact]
    public async Task A_read_of_nothing_waits_and_leaves_what_came()
    {
        var read = ReadAsync(0);
        read.IsCompleted.Should().BeFalse();

        await _transport.ArriveAsync("abc");

        (await read).Should().BeEmpty();
        (await ReadAsync(0)).Should().BeEmpty("something is there");
        (await ReadAsync(10)).Should().Be("abc");
    }

    [Fact]
    public async Task What_comes_while_a_chunk_is_read_is_read_behind_it()
    {
        await _transport.ArriveAsync("abc");
        (await ReadAsync(1)).Should().Be("a");
        await _transport.ArriveAsync("def");

        (await ReadAsync(10)).Should().Be("bc");
        (await ReadAsync(10)).Should().Be("def");
    }

    [Fact]
    public async Task At_the_end_nothing_is_read_as_often_as_one_likes()
    {
        await _transport.ArriveAsync("last");
        _transport.End();

        (await ReadAsync(10)).Should().Be("last");
        (await ReadAsync(0)).Should().BeEmpty();
        (await ReadAsync(10)).Should().BeEmpty();
    }

    [Fact]
    public async Task It_has_heard_once_it_is_asked_for_more()
    {
        var began = _clock.Now;
        _input.HeardAt.Should().Be(began);
        _time.Advance(TimeSpan.FromSeconds(3));
        _clock.Tick();
        _input.HeardAt.Should().Be(began);
        await _transport.ArriveAsync("news");
        await ReadAsync(100);

        _input.HeardAt.Should().Be(_clock.Now);
        _clock.Since(began).Should().Be(TimeSpan.FromSeconds(3));
    }

    /// <summary>What comes in one piece as long as a chunk is as a rule the beginning of more.</summary>
    [Theory]
    [InlineData("b", "")]
    [InlineData("", "b")]
    public async Task Whoever_has_a_whole_chunk_lets_others_go_first(string withIt, string later)
    {
        await _transport.ArriveAsync(new string('a', Chunk) + withIt);
        (await ReadAsync(Chunk + 1)).Should().HaveLength(Chunk);
        await _transport.ArriveAsync(later);
        var before = SynchronizationContext.Current;
        var others = new Others();
        ValueTask<int> reading;
        try
        {
            SynchronizationContext.SetSynchronizationContext(others);
            reading = _input.ReadAsync(new byte[1], CancellationToken.None);
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

    /// <summary>One wait serves all, and what failed leaves it as it was.</summary>
    [Fact]
    public async Task Waits_follow_each_other_one_that_ends_included()
    {
        for (var i = 0; i < 3; i++)
        {
            var read = ReadAsync(10);
            read.IsCompleted.Should().BeFalse();
            await _transport.ArriveAsync($"{i}");
            (await read).Should().Be($"{i}");
        }

        var ended = ReadAsync(10);
        _input.End();
        await FluentActions.Awaiting(() => ended).Should().ThrowAsync<OperationCanceledException>();
        await _transport.ArriveAsync("late");
        await FluentActions.Awaiting(() => ReadAsync(10)).Should().ThrowAsync<OperationCanceledException>();
    }

    public void Dispose() => _transport.Dispose();

    private async Task<string> ReadAsync(int most)
    {
        var buffer = new byte[most];
        return Encoding.Latin1.GetString(buffer, 0, await _input.ReadAsync(buffer, CancellationToken.None));
    }

    /// <summary>Has what is posted wait until it is asked for.</summary>
    private sealed class Others : SynchronizationContext
    {
        public List<Action> Behind { get; } = [];

        public override void Post(SendOrPostCallback d, object? state) => Behind.Add(() => d(state));
    }
}
