using Goring.Application.Ports;
using Goring.Infrastructure.Hosting;
using Goring.Infrastructure.InMemory;
using Goring.Infrastructure.Push.Apns;
using Goring.Infrastructure.Push.Fcm;
using Goring.Infrastructure.Redis;
using Goring.Infrastructure.Turn;
using Microsoft.Extensions.DependencyInjection;

namespace Goring.Infrastructure;

public static class InfrastructureServices
{
    /// <summary>Adds the embedded store: one instance, nothing to install, gone with the process.</summary>
    public static IServiceCollection AddInMemoryStore(this IServiceCollection services)
    {
        services.AddSingleton<InMemoryState>();
        services.AddSingleton<ICallStore, InMemoryCallStore>();
        services.AddSingleton<IPresence, InMemoryPresence>();
        services.AddSingleton<IDeadlines, InMemoryDeadlines>();
        services.AddSingleton<IReplay, InMemoryReplay>();
        services.AddSingleton<IPushJobs, InMemoryPushJobs>();
        services.AddSingleton<IDeviceStore, InMemoryDeviceStore>();
        services.AddSingleton<InMemoryRooms>();
        services.AddSingleton<IRoomStore>(provider => provider.GetRequiredService<InMemoryRooms>());
        services.AddSingleton<IRoomLeases>(provider => provider.GetRequiredService<InMemoryRooms>());
        services.AddSingleton<IStoreHealth, InMemoryStoreHealth>();
        return services;
    }

    /// <summary>Adds the store of a fleet. The host fails to start where Redis does not answer.</summary>
    public static IServiceCollection AddRedisStore(this IServiceCollection services, RedisOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<StoreMetrics>();
        services.AddSingleton<RedisSubscriptions>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisSignals>();
        services.AddSingleton<RedisNeighbours>();
        services.AddSingleton<RedisSteps>();
        services.AddSingleton<ICallStore, RedisCallStore>();
        services.AddSingleton<IPresence, RedisPresence>();
        services.AddSingleton<IDeadlines, RedisDeadlines>();
        services.AddSingleton<IReplay, RedisReplay>();
        services.AddSingleton<IPushJobs, RedisPushJobs>();
        services.AddSingleton<IDeviceStore, RedisDeviceStore>();
        services.AddSingleton<RedisRoomNews>();
        services.AddSingleton<IRoomStore, RedisRoomStore>();
        services.AddSingleton<IRoomLeases, RedisRoomLeases>();
        services.AddSingleton<RedisCanary>();
        services.AddSingleton<IStoreHealth>(provider => provider.GetRequiredService<RedisCanary>());
        services.AddSingleton<RedisMasterWatch>();
        services.AddHostedService<RedisOpening>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisCanary>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisMasterWatch>());
        return services;
    }

    /// <summary>Adds pushes to Android phones.</summary>
    public static IServiceCollection AddFcm(this IServiceCollection services, FcmOptions options)
    {
        services.AddSingleton(options);
        return services.AddSingleton<IPushGateway, FcmGateway>();
    }

    /// <summary>Adds VoIP pushes to iPhones.</summary>
    public static IServiceCollection AddApns(this IServiceCollection services, ApnsOptions options)
    {
        services.AddSingleton(options);
        return services.AddSingleton<IPushGateway, ApnsGateway>();
    }

    /// <summary>Adds the credentials of TURN. The host adds <c>IceOptions</c>.</summary>
    public static IServiceCollection AddTurnCredentials(this IServiceCollection services) =>
        services.AddSingleton<ITurnCredentials, SharedSecretCredentials>();

    /// <summary>Adds what keeps slots alive and deadlines met; either store needs it.</summary>
    public static IServiceCollection AddUpkeep(this IServiceCollection services) =>
        services.AddHostedService<UpkeepService>();

    /// <summary>Adds what sends pushes; it does nothing where no push service is configured.</summary>
    public static IServiceCollection AddPushWorker(this IServiceCollection services) =>
        services.AddHostedService<PushService>();
}
