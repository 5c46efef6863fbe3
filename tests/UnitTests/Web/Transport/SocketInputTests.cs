using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Goring.UnitTests.Support;
using Goring.Web.Transport;
using Microsoft.AspNetCore.Connections;

namespace Goring.UnitTests.Web.Transport;

/// <summary>Over a real socket; what a reader of a pipe may expect.</summary>
public sealed class SocketInputTests : IAsyncLifetime
{
    private LoopbackSockets _sockets = null!;
    private SocketInput _input = null!;
    private int _overs;

    public async Task InitializeAsync()
    {
        _sockets = await LoopbackSockets.OpenAsync();
        _sockets.Server.Blocking = false;
        _input = new(_sockets.Server, () => Interlocked.Increment(ref _overs));
    }

    public Task DisposeAsync()
    {
        _sockets.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_read_waits_for_what_comes()
    {
        _input.TryRead(out _).Should().BeFalse();
        var read = ReadAsync();
        read.IsCompleted.Should().BeFalse();

        await _sockets.ArriveAsync("late");

        (await read).Should().Be("late");
        _input.TryRead(out _).Should().BeFalse("it was taken");
    }

    [Fact]
    public async Task What_was_there_before_the_read_is_read_at_once()
    {
        await _sockets.ArriveAsync("early");
        await Task.Run(() => _sockets.Server.Poll(LoopbackSockets.Patience, SelectMode.SelectRead));

        var read = _input.ReadAsync();

        read.IsCompleted.Should().BeTrue();
        Text(await read).Should().Be("early");
    }

    [Fact]
    public async Task What_was_not_examined_is_read_again_and_what_was_waits_for_more()
    {
        await _sockets.ArriveAsync("abcd");
        var first = await _input.ReadAsync();
        _input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.GetPosition(2));

        var second = await _input.ReadAsync();
        Text(second).Should().Be("bcd");
        _input.AdvanceTo(second.Buffer.Start, second.Buffer.End);

        var third = _input.ReadAsync();
        third.IsCompleted.Should().BeFalse("all of it was looked at");
        await _sockets.ArriveAsync("e");
        Text(await third).Should().Be("bcde");
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public async Task What_is_not_consumed_is_kept_whatever_comes_behind_it(int length)
    {
        var sent = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var sending = _sockets.ArriveAsync(sent);

        var read = await _input.ReadAsync();
        while (read.Buffer.Length < length)
        {
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await _input.ReadAsync().AsTask().WaitAsync(LoopbackSockets.Patience);
        }

        await sending;
        Text(read).Should().Be(sent);
    }

    /// <summary>A thread that polls sockets may hear of what was read while it was on its way there (epoll(7), edge-triggered).</summary>
    [Fact]
    public async Task Whoever_hears_of_what_is_not_there_any_more_waits_on()
    {
        var other = new SocketInput(_sockets.Server, onOver: null);
        for (var i = 0; i < 100; i++)
        {
            var reads = new[] { ReadAsync(_input), ReadAsync(other) };
            await _sockets.ArriveAsync("a");
            var first = await Task.WhenAny(reads);
            (await first).Should().Be("a");

            await _sockets.ArriveAsync("b");
            (await reads.Single(read => read != first)).Should().Be("b", "it waited on, and was told of nothing");
        }
    }

    [Fact]
    public async Task The_end_stands_behind_what_came()
    {
        await _sockets.ArriveAsync("last");
        _sockets.Client.Shutdown(SocketShutdown.Send);

        (await ReadAsync()).Should().Be("last");
        var end = await _input.ReadAsync();

        end.IsCompleted.Should().BeTrue();
        end.Buffer.IsEmpty.Should().BeTrue();
        _input.AdvanceTo(end.Buffer.End);
        (await _input.ReadAsync()).IsCompleted.Should().BeTrue("it stays the end");
        _overs.Should().Be(1);
    }

    [Fact]
    public async Task A_connection_that_is_reset_fails_the_read_and_all_that_follow()
    {
        var read = ReadAsync();

        _sockets.Reset();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<ConnectionResetException>();
        await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<ConnectionResetException>();
        _overs.Should().Be(1);
    }

    [Fact]
    public async Task A_socket_that_is_closed_here_ends_the_read_and_all_that_follow()
    {
        var read = ReadAsync();

        _sockets.Server.Dispose();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<ConnectionAbortedException>();
        await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<ConnectionAbortedException>();
    }

    [Fact]
    public async Task A_read_that_is_canceled_takes_nothing_from_the_next()
    {
        var read = _input.ReadAsync();
        _input.CancelPendingRead();
        (await read).IsCanceled.Should().BeTrue();

        var next = ReadAsync();
        next.IsCompleted.Should().BeFalse();
        await _sockets.ArriveAsync("abc");

        (await next).Should().Be("abc");
    }

    [Fact]
    public async Task What_comes_behind_a_canceled_read_is_read_by_the_next()
    {
        var read = _input.ReadAsync();
        _input.CancelPendingRead();
        (await read).IsCanceled.Should().BeTrue();

        await _sockets.ArriveAsync("abc");

        (await ReadAsync()).Should().Be("abc");
    }

    [Fact]
    public async Task Canceled_while_nobody_reads_the_next_read_says_so_once()
    {
        _input.CancelPendingRead();
        await _sockets.ArriveAsync("abc");

        var read = await _input.ReadAsync();
        read.IsCanceled.Should().BeTrue();
        _input.AdvanceTo(read.Buffer.Start);

        (await ReadAsync()).Should().Be("abc");
    }

    [Fact]
    public async Task A_token_ends_the_wait()
    {
        using var token = new CancellationTokenSource();
        var read = _input.ReadAsync(token.Token).AsTask();
        read.IsCompleted.Should().BeFalse();

        await token.CancelAsync();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => _input.ReadAsync(token.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();
        await _sockets.ArriveAsync("abc");
        (await ReadAsync()).Should().Be("abc");
    }

    [Fact]
    public async Task Whoever_takes_over_begins_with_what_nobody_has_read()
    {
        await _sockets.ArriveAsync("abc");
        var read = await _input.ReadAsync();
        _input.AdvanceTo(read.Buffer.GetPosition(1), read.Buffer.End);

        var next = _input.TakeOver();
        _input.Complete();

        var first = await next.ReadAsync().AsTask().WaitAsync(LoopbackSockets.Patience);
        Text(first).Should().Be("bc");
        next.AdvanceTo(first.Buffer.End);
        var second = next.ReadAsync();
        await _sockets.ArriveAsync("d");
        Text(await second).Should().Be("d");
    }

    /// <summary>Thousands of waits that end on two threads, each as it likes.</summary>
    [Fact]
    public async Task Nothing_is_lost_between_cancellations_and_arrivals()
    {
        const int Length = 20_000;
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Length; i++)
            {
                await _sockets.ArriveAsync(((char)(i % 251)).ToString());
                if (i % 3 == 0)
                {
                    _input.CancelPendingRead();
                }
            }
        });

        var got = new StringBuilder();
        while (got.Length < Length)
        {
            var read = await _input.ReadAsync().AsTask().WaitAsync(LoopbackSockets.Patience);
            got.Append(Text(read));
            _input.AdvanceTo(read.Buffer.End);
        }

        await sending;
        got.ToString().Should().Be(string.Concat(Enumerable.Range(0, Length).Select(i => (char)(i % 251))));
    }

    private Task<string> ReadAsync() => ReadAsync(_input);

    private static async Task<string> ReadAsync(SocketInput input)
    {
        var read = await input.ReadAsync().AsTask().WaitAsync(LoopbackSockets.Patience);
        var text = Text(read);
        input.AdvanceTo(read.Buffer.End);
        return text;
    }

    private static string Text(ReadResult read) => Encoding.Latin1.GetString(read.Buffer);
}
