using Goring.Application;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Application.Telemetry;
using Goring.Domain.Users;
using Goring.Infrastructure;
using Goring.Infrastructure.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Goring.IntegrationTests.Contracts;

/// <summary>The ports of one server without its sockets, composed as the server composes them.</summary>
internal sealed class StoreInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StoreInstance(ServiceProvider services) => _services = services;

    public ICallStore Calls => _services.GetRequiredService<ICallStore>();

    public IPresence Presence => _services.GetRequiredService<IPresence>();

    public IDeadlines Deadlines => _services.GetRequiredService<IDeadlines>();

    public IPushJobs Pushes => _services.GetRequiredService<IPushJobs>();

    public IDeviceStore Devices => _services.GetRequiredService<IDeviceStore>();

    public IRoomStore Rooms => _services.GetRequiredService<IRoomStore>();

    public IRoomLeases Leases => _services.GetRequiredService<IRoomLeases>();

    public RoomClients RoomClients => _services.GetRequiredService<RoomClients>();

    public RoomMemberships Memberships => _services.GetRequiredService<RoomMemberships>();

    public RoomUpkeep RoomUpkeep => _services.GetRequiredService<RoomUpkeep>();

    public GoringMeter Meter => _services.GetRequiredService<GoringMeter>();

    public ConnectionRegistry Registry => _services.GetRequiredService<ConnectionRegistry>();

    /// <param name="redis">Null for the embedded store.</param>
    public static async Task<StoreInstance> OpenAsync(
        RedisOptions? redis, TimeProvider time, TimeSpan grace = default)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time);
        services.AddSingleton(new CallOptions(TimeSpan.FromSeconds(60), redis?.ReconnectGrace ?? grace));
        services.AddSingleton(new RoomOptions(16));
        services.AddSingleton(new InstanceOptions("store", TimeSpan.FromSeconds(20)));
        services.AddSingleton<ICallQuota, NoQuota>();
        services.AddApplication();
        if (redis is null)
        {
            services.AddInMemoryStore();
        }
        else
        {
            services.AddRedisStore(redis);
        }

        var instance = new StoreInstance(services.BuildServiceProvider());
        foreach (var service in instance._services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        return instance;
    }

    /// <summary>A socket of the user's, whose slot is taken.</summary>
    public async Task<RecordingConnection> ConnectAsync(UserId user, ResumeRequest? resume = null)
    {
        var connection = new RecordingConnection(user, resume);
        Registry.Add(connection);
        connection.Begin(default, await Presence.ClaimAsync(connection, CancellationToken.None));
        return connection;
    }

    /// <summary>The socket goes, and its slot is given up.</summary>
    public async Task<bool> DisconnectAsync(RecordingConnection connection)
    {
        Registry.Remove(connection);
        return await Presence.ReleaseAsync(connection.Holder, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class NoQuota : ICallQuota
    {
        public bool TryTake(UserId user) => true;
    }
}
