using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ice;
using Goring.Infrastructure.Redis;
using Goring.Web.Auth;
using Goring.Web.Edge;
using Goring.Web.Observability;
using Goring.Web.Rooms;
using Goring.Web.Signaling;

namespace Goring.Web.Configuration;

/// <summary>Every variable of docs/protocol.md, part 7, read once and checked.</summary>
/// <param name="Redis">Null where <c>REDIS_ADDR</c> is unset: the embedded store.</param>
/// <param name="Telemetry">Null where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is unset: nothing is measured.</param>
internal sealed record GoringSettings(
    CallOptions Calls,
    TokenSettings Tokens,
    ConnectionSettings Connections,
    InstanceOptions Instance,
    IceOptions Ice,
    RedisOptions? Redis,
    PushSettings Push,
    RoomSettings Rooms,
    EdgeSettings Edge,
    TelemetrySettings? Telemetry)
{
    private const int MaxServerIdLength = 128;

    public static GoringSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var reader = new SettingsReader(configuration);
        var calls = new CallOptions(
            reader.Seconds("RING_TIMEOUT_SECONDS", 60, 1, 115), reader.Seconds("RECONNECT_GRACE_SECONDS", 10, 0, 100));
        var connections = ConnectionSettings.Read(reader);
        var serverId = reader.Text("SERVER_ID") ?? Environment.MachineName;
        if (serverId.Length > MaxServerIdLength)
        {
            throw SettingException.For("SERVER_ID", $"wants at most {MaxServerIdLength} characters");
        }

        return new(
            calls,
            TokenSettings.Read(reader, environment),
            connections,
            new InstanceOptions(serverId, connections.PingInterval),
            IceSettings.Read(reader),
            ReadRedis(reader, serverId, calls.ReconnectGrace),
            PushSettings.Read(reader),
            RoomSettings.Read(reader, environment),
            EdgeSettings.Read(reader),
            TelemetrySettings.Read(reader));
    }

    private static RedisOptions? ReadRedis(SettingsReader reader, string serverId, TimeSpan grace)
    {
        var addresses = EndPoints(reader, "REDIS_ADDR");
        var sentinels = EndPoints(reader, "REDIS_SENTINELS");
        var masterName = reader.Text("REDIS_MASTER_NAME");
        if (sentinels.Count > 0 && addresses.Count > 0)
        {
            throw SettingException.For("REDIS_SENTINELS", "takes the place of REDIS_ADDR; set one of the two");
        }

        if (sentinels.Count > 0 != masterName is not null)
        {
            throw masterName is null
                ? SettingException.For("REDIS_MASTER_NAME", "is required with REDIS_SENTINELS")
                : SettingException.For("REDIS_SENTINELS", "is required with REDIS_MASTER_NAME");
        }

        return addresses.Count + sentinels.Count == 0
            ? null
            : new RedisOptions
            {
                ServerId = serverId,
                ReconnectGrace = grace,
                Addresses = addresses,
                Sentinels = sentinels,
                MasterName = masterName ?? "",
                Password = reader.Secret("REDIS_PASSWORD") ?? "",
                Tls = reader.Flag("REDIS_TLS", false),
            };
    }

    private static IReadOnlyList<string> EndPoints(SettingsReader reader, string name)
    {
        var endpoints = reader.ExactList(name);
        if (!endpoints.All(RedisEndPoint.IsValid))
        {
            throw SettingException.For(name, "wants host:port, or several with commas");
        }

        return endpoints;
    }
}
