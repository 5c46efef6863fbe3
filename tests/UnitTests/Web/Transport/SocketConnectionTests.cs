using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Goring.UnitTests.Support;
using Goring.Web.Transport;
using Microsoft.AspNetCore.Connections;

namespace Goring.UnitTests.Web.Transport;

public sealed class SocketConnectionTests : IAsyncLifetime
{
    private readonly TakenSockets _taken = new();
    private LoopbackSockets _sockets = null!;
    private SocketConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _sockets = await LoopbackSockets.OpenAsync();
        _connection = Over(_sockets, _taken);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        _sockets.Dispose();
    }

    [Fact]
    public async Task It_ends_behind_what_was_sent_even_where_the_client_was_not_heard_out()
    {
        await _sockets.ArriveAsync(new('x', 10_000));
        await Task.Run(() => _sockets.Server.Poll(LoopbackSockets.Patience, SelectMode.SelectRead));
        await SendAsync(_connection, "refused");

        await _connection.DisposeAsync();

        (await _sockets.GetAsync(100)).Should().Be("refused", "a reset would have taken it");
        await ClosesAsync();
    }

    [Fact]
    public void Its_socket_never_blocks_a_thread() => _sockets.Server.Blocking.Should().BeFalse();

    [Fact]
    public async Task Aborted_the_client_is_reset()
    {
        var read = _connection.Transport.Input.ReadAsync().AsTask();

        _connection.Abort(new ConnectionAbortedException());

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<ConnectionAbortedException>();
        await FluentActions.Awaiting(() => _sockets.GetAsync(1)).Should().ThrowAsync<SocketException>();
        await ClosesAsync();
    }

    [Fact]
    public async Task Whoever_waits_hears_that_the_client_is_gone()
    {
        var read = _connection.Transport.Input.ReadAsync().AsTask();

        _sockets.Client.Dispose();

        (await read.WaitAsync(LoopbackSockets.Patience)).IsCompleted.Should().BeTrue();
        await ClosesAsync();
    }

    [Fact]
    public async Task A_socket_that_was_taken_outlives_its_connection()
    {
        await _sockets.ArriveAsync("first");
        using var taken = await AskAndTakeAsync();
        _connection.Abort(new ConnectionAbortedException());
        await _connection.DisposeAsync();

        await _sockets.ArriveAsync("second");
        var read = await taken.Transport.Input.ReadAsync().AsTask().WaitAsync(LoopbackSockets.Patience);
        Encoding.Latin1.GetString(read.Buffer).Should().Be("second");
        taken.Transport.Output.Write("answer"u8);
        await taken.Transport.Output.FlushAsync();

        taken.Dispose();
        (await _sockets.GetAsync(100)).Should().Be("answer");
    }

    [Fact]
    public void A_connection_that_has_ended_cannot_be_taken()
    {
        _connection.Abort(new ConnectionAbortedException());

        FluentActions.Invoking(_connection.TakeOver).Should().Throw<ConnectionAbortedException>();
    }

    [Fact]
    public void With_something_between_it_is_not_the_socket()
    {
        using var between = new FakeTransport();

        _connection.IsBehind(_connection.Transport).Should().BeTrue();
        _connection.IsBehind(between).Should().BeFalse();
    }

    [Fact]
    public async Task When_the_server_has_stopped_those_that_were_taken_end_and_all_that_come()
    {
        using var taken = _connection.TakeOver();
        using var others = await LoopbackSockets.OpenAsync();
        await using var later = Over(others, _taken);

        _taken.Abort();
        using var late = later.TakeOver();

        await FluentActions.Awaiting(() => _sockets.GetAsync(1)).Should().ThrowAsync<SocketException>();
        await FluentActions.Awaiting(() => others.GetAsync(1)).Should().ThrowAsync<SocketException>();
    }

    private static SocketConnection Over(LoopbackSockets sockets, TakenSockets taken) => new(sockets.Server, taken);

    private async Task<TakenSocket> AskAndTakeAsync()
    {
        var asked = await _connection.Transport.Input.ReadAsync();
        _connection.Transport.Input.AdvanceTo(asked.Buffer.End);
        return _connection.TakeOver();
    }

    private async Task ClosesAsync()
    {
        var closed = new TaskCompletionSource();
        await using var registration = _connection.ConnectionClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(LoopbackSockets.Patience);
    }

    private static async Task SendAsync(SocketConnection connection, string text)
    {
        connection.Transport.Output.Write(Encoding.Latin1.GetBytes(text));
        await connection.Transport.Output.FlushAsync();
    }
}
