using System.Text;
using Goring.Application;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Application.Rooms;
using Goring.Fuzz.Tokens;
using Goring.Infrastructure;
using Goring.UnitTests.Support;
using Goring.Web.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goring.Fuzz.Parser;

/// <summary>The server without its sockets: the real handlers on the embedded store, and those who send to it.</summary>
internal sealed class ParserWorld : IDisposable
{
    private readonly ServiceProvider _provider;

    private ParserWorld()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Faults));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new CallOptions(TimeSpan.FromSeconds(60), TimeSpan.Zero));
        services.AddSingleton(new RoomOptions(16));
        services.AddSingleton(new Application.Ice.IceOptions());
        services.AddSingleton(new InstanceOptions("server-1", TimeSpan.FromSeconds(20)));
        services.AddSingleton<ICallQuota>(new FakeQuota());
        services.AddSingleton(new RingTokens(new byte[32], TimeProvider.System));
        services.AddSingleton(new PushOptions());
        services.AddSingleton<ITokenReader>(new TokenReader(TokenMaker.Settings, TimeProvider.System));
        services.AddApplication().AddInMemoryStore().AddTurnCredentials();
        _provider = services.BuildServiceProvider();
        Dispatcher = _provider.GetRequiredService<MessageDispatcher>();
    }

    public FaultLog Faults { get; } = new();

    public MessageDispatcher Dispatcher { get; }

    /// <summary>Of <c>/ws</c>: one of the base protocol, one of <c>goring.v1</c>.</summary>
    public IReadOnlyList<Subject> Calls { get; private set; } = [];

    /// <summary>The same of <c>/connect</c>.</summary>
    public IReadOnlyList<Subject> Rooms { get; private set; } = [];

    public static async Task<ParserWorld> MakeAsync()
    {
        var world = new ParserWorld();
        world.Calls = [await world.CallAsync("carol", "dave", v1: false), await world.CallAsync("alice", "bob", v1: true)];
        world.Rooms = [world.Room(v1: false), world.Room(v1: true)];
        return world;
    }

    /// <summary>Sends something that has no fault.</summary>
    public async Task SendAsync(IClientSocket from, string type, string payload) =>
        await Dispatcher.DispatchAsync(
            Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","payload":{{payload}}}"""), from, CancellationToken.None);

    public void Dispose() => _provider.Dispose();

    private async Task<CallSubject> CallAsync(string caller, string callee, bool v1)
    {
        var resume = v1 ? new ResumeRequest(null, -1) : null;
        var (one, other) = (new FakeClient(new(new(caller)), resume), new FakeClient(new(new(callee)), resume));
        foreach (var client in new[] { one, other })
        {
            await _provider.GetRequiredService<ConnectionLifetime>().OpenAsync(client, CancellationToken.None);
        }

        return new(this, one, other);
    }

    private RoomSubject Room(bool v1)
    {
        var (one, other) = (new FakeRoomSocket(TimeProvider.System, speaksV1: v1), new FakeRoomSocket(TimeProvider.System));
        foreach (var socket in new[] { one, other })
        {
            _provider.GetRequiredService<RoomLifetime>().Open(socket, socket.Client);
        }

        return new(this, one, other, v1 ? "room-v1" : "room-base");
    }
}
