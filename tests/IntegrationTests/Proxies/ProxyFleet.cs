using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>Two servers on one Redis, and a proxy in front of them.</summary>
public abstract class ProxyFleet : IAsyncLifetime
{
    private RedisServer? _redis;

    internal Proxy Proxy { get; private set; } = null!;

    internal GoringServer[] Servers { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        Servers = await Eventually.AllAsync([StartServerAsync(), StartServerAsync()]);
        Proxy = await StartProxyAsync(Servers[0].Port, Servers[1].Port);
    }

    public async Task DisposeAsync()
    {
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }

        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    /// <summary>One more proxy of the kind, in front of other servers.</summary>
    internal Task<Proxy> StartProxyAsync(int first, int second, bool withIntermediate = true) =>
        Proxy.StartAsync(Create([first, second]), withIntermediate);

    /// <summary>Somebody new, wherever the proxy puts them.</summary>
    internal Task<Party> ConnectAsync(string who) => Party.ConnectAsync(Proxy.WebSocketUrl, Person.New(who));

    internal abstract Proxy Create(IReadOnlyList<int> servers);

    private Task<GoringServer> StartServerAsync() =>
        GoringServer.StartAsync(("REDIS_ADDR", _redis!.Address), ("RECONNECT_GRACE_SECONDS", "10"));
}

public sealed class NginxFleet : ProxyFleet
{
    internal override Proxy Create(IReadOnlyList<int> servers) => new NginxProxy(servers);
}

public sealed class HaproxyFleet : ProxyFleet
{
    internal override Proxy Create(IReadOnlyList<int> servers) => new HaproxyProxy(servers);
}
