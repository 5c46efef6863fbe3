using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Goring.UnitTests.Support;
using Goring.Web.Transport;

namespace Goring.UnitTests.Web.Transport;

/// <summary>Over a real socket; what a writer of a pipe may expect.</summary>
public sealed class SocketOutputTests : IAsyncLifetime
{
    /// <summary>More than the kernel takes of a client that does not read, with buffers as small as it lets them be.</summary>
    private const int Much = 512 * 1024;

    private LoopbackSockets _sockets = null!;
    private SocketOutput _output = null!;

    public async Task InitializeAsync()
    {
        _sockets = await LoopbackSockets.OpenAsync(room: 4096);
        _output = new(_sockets.Server);
    }

    public Task DisposeAsync()
    {
        _sockets.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_written_stays_until_it_is_flushed()
    {
        Write("ab");
        Write("c");
        _output.UnflushedBytes.Should().Be(3);
        _sockets.Client.Available.Should().Be(0);

        (await _output.FlushAsync()).IsCompleted.Should().BeFalse();

        _output.UnflushedBytes.Should().Be(0);
        (await _sockets.GetAsync(3)).Should().Be("abc");
    }

    [Fact]
    public async Task Whatever_the_size_of_the_parts_all_of_it_goes_out_in_order()
    {
        var parts = Enumerable.Range(1, 60).Select(i => new string((char)('A' + i), i * 37)).ToArray();
        Array.ForEach(parts, Write);
        var flush = _output.FlushAsync().AsTask();

        var all = string.Concat(parts);
        (await _sockets.GetAsync(all.Length)).Should().Be(all);
        await flush.WaitAsync(LoopbackSockets.Patience);
    }

    [Fact]
    public async Task A_flush_of_nothing_does_nothing()
    {
        var flushed = await _output.FlushAsync();

        flushed.IsCompleted.Should().BeFalse();
        flushed.IsCanceled.Should().BeFalse();
        _sockets.Client.Available.Should().Be(0);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_waited_for()
    {
        Write(new('1', Much));
        var flush = _output.FlushAsync().AsTask();
        flush.IsCompleted.Should().BeFalse();

        (await _sockets.GetAsync(Much)).Should().Be(new('1', Much));

        (await flush.WaitAsync(LoopbackSockets.Patience)).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task A_token_ends_the_wait_and_nothing_is_lost_by_it()
    {
        using var token = new CancellationTokenSource();
        Write(new('1', Much));
        var flush = _output.FlushAsync(token.Token).AsTask();
        await token.CancelAsync();
        await FluentActions.Awaiting(() => flush).Should().ThrowAsync<OperationCanceledException>();

        Write("2");
        var next = _output.FlushAsync().AsTask();

        (await _sockets.GetAsync(Much + 1)).Should().Be(new string('1', Much) + "2");
        await next.WaitAsync(LoopbackSockets.Patience);
    }

    [Fact]
    public async Task The_end_of_the_socket_ends_a_flush_and_all_that_follow()
    {
        Write(new('1', Much));
        var flush = _output.FlushAsync().AsTask();

        _sockets.Server.Close(timeout: 0);

        (await flush.WaitAsync(LoopbackSockets.Patience)).IsCompleted.Should().BeTrue();
        Write("2");
        (await _output.FlushAsync()).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task A_flush_to_a_client_that_is_gone_says_so()
    {
        _sockets.Reset();
        await Task.Run(() => _sockets.Server.Poll(LoopbackSockets.Patience, SelectMode.SelectRead));

        Write("a");
        (await _output.FlushAsync()).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Canceled_the_next_flush_says_so_once_and_keeps_what_was_written()
    {
        _output.CancelPendingFlush();
        Write("a");
        (await _output.FlushAsync()).IsCanceled.Should().BeTrue();

        (await _output.FlushAsync()).IsCanceled.Should().BeFalse();

        (await _sockets.GetAsync(1)).Should().Be("a");
    }

    [Fact]
    public void More_than_there_is_room_for_cannot_have_been_written()
    {
        var room = _output.GetMemory(10).Length;

        FluentActions.Invoking(() => _output.Advance(room + 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _output.Advance(-1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private void Write(string text) => _output.Write(Encoding.Latin1.GetBytes(text));
}
