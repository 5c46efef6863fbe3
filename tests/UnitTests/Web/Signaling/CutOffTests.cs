using System.Net.WebSockets;
using Goring.UnitTests.Support;
using Goring.Web.Signaling;
using NSubstitute;

namespace Goring.UnitTests.Web.Signaling;

public sealed class CutOffTests : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(3);

    private readonly ManualTime _time = new();
    private readonly WebSocket _socket = Substitute.For<WebSocket>();

    [Fact]
    public void A_socket_is_aborted_once_its_time_is_over_and_no_sooner()
    {
        using var cutOff = new CutOff(_time, _socket);
        cutOff.After(Wait);

        _time.Advance(Wait - TimeSpan.FromMilliseconds(1));
        _socket.DidNotReceive().Abort();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        _socket.Received(1).Abort();
    }

    [Fact]
    public void The_time_set_last_counts()
    {
        using var cutOff = new CutOff(_time, _socket);
        cutOff.After(Wait);
        cutOff.After(2 * Wait);

        _time.Advance(Wait);
        _socket.DidNotReceive().Abort();
        _time.Advance(Wait);

        _socket.Received(1).Abort();
    }

    [Fact]
    public void A_socket_that_comes_after_its_time_is_aborted_at_once()
    {
        using var cutOff = new CutOff(_time, socket: null);
        cutOff.After(Wait);
        _time.Advance(Wait);

        cutOff.Serve(_socket);

        _socket.Received(1).Abort();
    }

    [Fact]
    public void A_socket_that_comes_in_time_is_aborted_when_that_is_over()
    {
        using var cutOff = new CutOff(_time, socket: null);
        cutOff.After(Wait);
        cutOff.Serve(_socket);
        _socket.DidNotReceive().Abort();

        _time.Advance(Wait);

        _socket.Received(1).Abort();
    }

    [Fact]
    public void A_socket_that_is_done_is_left_alone()
    {
        var cutOff = new CutOff(_time, _socket);
        cutOff.After(Wait);
        cutOff.Dispose();

        _time.Advance(Wait);

        _socket.DidNotReceive().Abort();
    }

    public void Dispose() => _socket.Dispose();
}
