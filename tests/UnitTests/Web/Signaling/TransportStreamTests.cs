using System.Text;
using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class TransportStreamTests : IDisposable
{
    private const int Room = 16;

    /// <summary>FIN and opcode 9, no mask and no payload (RFC 6455, 5.2).</summary>
    private const string Ping = "\u0089\0";

    private readonly ManualTime _time = new();
    private readonly SocketClock _clock;
    private readonly FakeTransport _transport = new();
    private readonly FakeTransport _narrow = new(Room);
    private readonly TransportStream _stream;
    private readonly TransportStream _slow;

    public TransportStreamTests()
    {
        _clock = new(_time);
        _stream = new(_transport, _transport.Abort, _clock);
        _slow = new(_narrow, _narrow.Abort, _clock);
    }

    [Fact]
    public async Task A_connection_that_is_lost_fails_reads_and_writes()
    {
        _transport.End(new IOException("reset"));

        await FluentActions.Awaiting(() => ReadAsync(10)).Should().ThrowAsync<IOException>();
        await FluentActions.Awaiting(() => WriteAsync("x")).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task What_is_written_goes_out_at_once()
    {
        await WriteAsync("ab");
        _transport.TakeSent().Should().Be("ab");
        await WriteAsync("c");
        _transport.TakeSent().Should().Be("c");
    }

    [Fact]
    public async Task What_is_written_while_it_holds_goes_out_together()
    {
        _stream.Hold();
        await WriteAsync("a");
        await WriteAsync("bc");
        _transport.TakeSent().Should().BeEmpty();

        await _stream.ReleaseAsync();
        _transport.TakeSent().Should().Be("abc");
        await WriteAsync("d");
        _transport.TakeSent().Should().Be("d");
    }

    [Fact]
    public async Task Release_of_nothing_sends_nothing()
    {
        _stream.Hold();
        await _stream.ReleaseAsync();

        _transport.TakeSent().Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_full_once_as_much_is_held_as_should_go_out_at_once()
    {
        _stream.Hold();
        await WriteAsync(new('a', TransportStream.Most - 1));
        _stream.IsFull.Should().BeFalse();
        await WriteAsync("b");
        _stream.IsFull.Should().BeTrue();

        await _stream.ReleaseAsync();

        _transport.TakeSent().Should().HaveLength(TransportStream.Most).And.EndWith("ab");
        _stream.IsFull.Should().BeFalse();
    }

    [Fact]
    public async Task Write_that_finds_no_room_waits_until_it_was_read_and_the_next_behind_it()
    {
        var first = WriteAsync(_slow, new('1', Room));
        var second = WriteAsync(_slow, "2");
        first.IsCompleted.Should().BeFalse();
        second.IsCompleted.Should().BeFalse();

        _narrow.TakeSent().Should().Be(new('1', Room));
        await first;
        await second;

        _narrow.TakeSent().Should().Be("2");
        _narrow.Aborts.Should().Be(0);
    }

    [Fact]
    public async Task What_is_held_while_a_write_waits_goes_out_behind_it()
    {
        var first = WriteAsync(_slow, new('1', Room));
        _slow.Hold();
        var second = WriteAsync(_slow, "2");
        second.IsCompleted.Should().BeFalse();

        var sent = _narrow.TakeSent();
        await first;
        await second;
        await WriteAsync(_slow, "3");
        sent += _narrow.TakeSent();
        sent.Should().Be(new string('1', Room) + "2", "it holds still");
        await _slow.ReleaseAsync();

        (sent + _narrow.TakeSent()).Should().Be(new string('1', Room) + "23");
    }

    /// <summary>Under TLS the pipe is one over a stream, which is not to be written to while it flushes.</summary>
    [Fact]
    public async Task What_is_held_while_a_ping_waits_is_not_lost_under_TLS()
    {
        await using var client = new StalledStream();
        using var transport = new FakeTransport(output: client);
        await using var stream = new TransportStream(transport, transport.Abort, _clock);

        stream.TryPing().Should().BeTrue();
        stream.Hold();
        var first = WriteAsync(stream, "a");
        stream.TryPing().Should().BeFalse();
        client.GoOn();
        await first.WaitAsync(TimeSpan.FromSeconds(10));
        await WriteAsync(stream, "b");
        await stream.ReleaseAsync();

        client.Text.Should().Be($"{Ping}ab");
    }

    [Fact]
    public async Task Ping_stands_between_frames()
    {
        await WriteAsync("before");
        _stream.TryPing().Should().BeTrue();
        _transport.TakeSent().Should().Be("before" + Ping);

        _stream.Hold();
        await WriteAsync("a");
        _stream.TryPing().Should().BeTrue();
        await WriteAsync("b");
        _transport.TakeSent().Should().BeEmpty();
        await _stream.ReleaseAsync();

        _transport.TakeSent().Should().Be($"a{Ping}b");
    }

    [Fact]
    public async Task Ping_does_not_go_out_while_a_write_waits()
    {
        var write = WriteAsync(_slow, new('1', Room));
        _slow.TryPing().Should().BeFalse();

        _narrow.TakeSent().Should().HaveLength(Room);
        await write;

        _slow.TryPing().Should().BeTrue();
        _narrow.TakeSent().Should().Be(Ping);
    }

    [Fact]
    public async Task Disposing_ends_a_read_and_aborts_nothing()
    {
        var read = ReadAsync(10);

        await _stream.DisposeAsync();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => ReadAsync(10)).Should().ThrowAsync<ObjectDisposedException>();
        await FluentActions.Awaiting(() => WriteAsync("x")).Should().ThrowAsync<ObjectDisposedException>();
        _transport.Aborts.Should().Be(0, "what was written before is still to be sent");
    }

    [Fact]
    public async Task Disposing_ends_a_write_to_a_client_that_does_not_read_and_its_connection()
    {
        var write = WriteAsync(_slow, new('a', Room));
        var next = WriteAsync(_slow, "b");

        await _slow.DisposeAsync();
        await _slow.DisposeAsync();

        await FluentActions.Awaiting(() => write).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>();
        _narrow.Aborts.Should().Be(1);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _slow.Dispose();
        _transport.Dispose();
        _narrow.Dispose();
    }

    private Task WriteAsync(string text) => WriteAsync(_stream, text);

    private static Task WriteAsync(TransportStream stream, string text) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    private async Task<string> ReadAsync(int most)
    {
        var buffer = new byte[most];
        return Encoding.Latin1.GetString(buffer, 0, await _stream.ReadAsync(buffer));
    }
}
