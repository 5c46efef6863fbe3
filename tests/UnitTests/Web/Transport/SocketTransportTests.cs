using System.Net;
using System.Net.Sockets;
using Goring.UnitTests.Support;
using Goring.Web.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Goring.UnitTests.Web.Transport;

public sealed class SocketTransportTests
{
    private readonly SocketTransport _transport = new(Options.Create(new SocketTransportOptions()));

    [Fact]
    public async Task Whoever_connects_is_taken_in_with_both_addresses()
    {
        await using var listener = await ListenAsync();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint);

        await using var connection = await listener.AcceptAsync().AsTask().WaitAsync(LoopbackSockets.Patience);

        connection!.RemoteEndPoint.Should().Be(client.LocalEndPoint);
        connection.LocalEndPoint.Should().Be(listener.EndPoint);
    }

    [Fact]
    public async Task Each_connection_has_a_name_of_its_own()
    {
        await using var listener = await ListenAsync();
        using var one = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await one.ConnectAsync(listener.EndPoint);
        await other.ConnectAsync(listener.EndPoint);

        await using var first = await listener.AcceptAsync();
        await using var second = await listener.AcceptAsync();

        first!.ConnectionId.Should().NotBe(second!.ConnectionId);
    }

    [Fact]
    public async Task Unbound_it_takes_nobody_in_any_more()
    {
        await using var listener = await ListenAsync();
        var accepting = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        (await accepting.WaitAsync(LoopbackSockets.Patience)).Should().BeNull();
        (await listener.AcceptAsync()).Should().BeNull();
    }

    [Fact]
    public async Task With_the_listener_end_those_that_were_taken()
    {
        var listener = await ListenAsync();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint);
        await using var connection = await listener.AcceptAsync();
        using var taken = ((SocketConnection)connection!).TakeOver();

        await listener.UnbindAsync();
        client.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead).Should().BeFalse("a server that stops first says goodbye");
        await listener.DisposeAsync();

        var read = () => client.ReceiveAsync(new byte[1]).WaitAsync(LoopbackSockets.Patience);
        await read.Should().ThrowAsync<SocketException>();
    }

    [Fact]
    public async Task Where_somebody_listens_nobody_else_can()
    {
        await using var listener = await ListenAsync();

        await FluentActions.Awaiting(() => _transport.BindAsync(listener.EndPoint).AsTask())
            .Should().ThrowAsync<AddressInUseException>();
    }

    [Fact]
    public void Only_addresses_are_listened_at()
    {
        _transport.CanBind(new IPEndPoint(IPAddress.IPv6Any, 1)).Should().BeTrue();
        _transport.CanBind(new UnixDomainSocketEndPoint("goring.sock")).Should().BeFalse();
    }

    private async Task<IConnectionListener> ListenAsync() => await _transport.BindAsync(new IPEndPoint(IPAddress.Loopback, 0));
}
