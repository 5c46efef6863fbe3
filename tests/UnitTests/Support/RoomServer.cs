using System.Text;
using Goring.Application;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using Goring.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Goring.UnitTests.Support;

/// <summary>The rooms of a server without its sockets: the real handlers on the embedded store.</summary>
internal sealed class RoomServer : IDisposable
{
    private readonly ServiceProvider _provider;

    public RoomServer(int capacity = 16)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new CallOptions(TimeSpan.FromSeconds(60), TimeSpan.Zero));
        services.AddSingleton(new RoomOptions(capacity));
        services.AddSingleton(new InstanceOptions("server-1", TimeSpan.FromSeconds(20)));
        services.AddSingleton<ICallQuota>(new FakeQuota());
        services.AddApplication().AddInMemoryStore();
        services.AddSingleton(provider => new FaultyRooms(
            (IRoomStore)provider.GetRequiredService(Rooms), (IRoomLeases)provider.GetRequiredService(Rooms)));
        services.Replace(ServiceDescriptor.Singleton<IRoomStore>(provider => provider.GetRequiredService<FaultyRooms>()));
        services.Replace(ServiceDescriptor.Singleton<IRoomLeases>(provider => provider.GetRequiredService<FaultyRooms>()));
        _provider = services.BuildServiceProvider(validateScopes: true);
    }

    public ManualTime Time { get; } = new();

    public RecordedLog Log { get; } = new();

    /// <summary>The embedded store, and what a test makes go wrong with it.</summary>
    public FaultyRooms Store => Get<FaultyRooms>();

    /// <summary>How many rooms there are in the store.</summary>
    public int RoomCount => Get<Goring.Infrastructure.InMemory.InMemoryRooms>().Count;

    private static Type Rooms => typeof(Goring.Infrastructure.InMemory.InMemoryRooms);

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>A client that has read its id.</summary>
    public FakeRoomSocket Connect(User? user = null, bool speaksV1 = false)
    {
        var socket = new FakeRoomSocket(Time, user, speaksV1);
        Get<RoomLifetime>().Open(socket, socket.Client);
        _ = socket.Take();
        return socket;
    }

    /// <summary>A client in a room; what it, and those who were there, are told has been read.</summary>
    public async Task<FakeRoomSocket> EnterAsync(string room, params FakeRoomSocket[] present)
    {
        var socket = Connect();
        (await SendAsync(socket, RoomFrames.Join(room))).Should().BeNull();
        foreach (var member in present)
        {
            member.Take().Should().Equal(RoomFrames.New(socket));
        }

        return socket;
    }

    public Task DisconnectAsync(FakeRoomSocket socket) => Get<RoomLifetime>().CloseAsync(socket, socket.Client);

    public async Task<ErrorCode?> SendAsync(FakeRoomSocket from, string frame) =>
        await Get<MessageDispatcher>().DispatchAsync(Encoding.UTF8.GetBytes(frame), from, CancellationToken.None);

    public void Dispose() => _provider.Dispose();
}
