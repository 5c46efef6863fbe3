using System.Globalization;
using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Redis;
using Goring.IntegrationTests.Sessions;

namespace Goring.IntegrationTests.Proxies;

/// <summary>Instances behind a proxy are restarted and killed while people talk: real processes, real signals.</summary>
public abstract class ProxyRestartTests(Func<IReadOnlyList<int>, object> create) : IAsyncLifetime, IDisposable
{
    private const int Calls = 30;
    private const int Newcomers = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly int[] _ports = [FreePort.Take(), FreePort.Take()];
    private readonly GoringProcess[] _instances = new GoringProcess[2];
    private readonly CancellationTokenSource _enough = new();
    private RedisServer _redis = null!;
    private Proxy _proxy = null!;
    private RoamingCall[] _calls = [];
    private Task[] _talking = [];

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        await Eventually.AllAsync([StartAsync(0), StartAsync(1)], seconds: 60);
        _proxy = await Proxy.StartAsync((Proxy)create(_ports));
        IReadOnlyList<Uri> urls = [_proxy.WebSocketUrl];
        _calls = await Eventually.AllAsync(
            Enumerable.Range(0, Calls).Select(_ => RoamingCall.StartAsync(() => urls, () => urls)), seconds: 60);
        _talking = [.. _calls.Select(call => call.TalkAsync(Pause, _enough.Token))];
    }

    public async Task DisposeAsync()
    {
        await Eventually.AllAsync(_calls.Select(call => call.DisposeAsync().AsTask()));
        await _proxy.DisposeAsync();
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    public void Dispose()
    {
        _enough.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Rolling_restart_loses_no_call_and_nobody_is_put_on_an_instance_that_drains()
    {
        await ExpectSpreadAsync();

        for (var i = 0; i < 2; i++)
        {
            _instances[i].Send(Signal.Terminate);
            await Eventually.HoldsAsync(async () => !await _instances[i].IsReadyAsync(), "it drains");
            await ExpectNewcomersOnAsync(1 - i);
            (await _instances[i].ExitAsync(seconds: 20)).Should().Be(0);
            await ExpectNewcomersOnAsync(1 - i);
            await StartAsync(i);
            await ExpectANewcomerOnAsync(i);
        }

        await Eventually.HoldsAsync(
            () => _calls.All(call => !call.Caller.Returns.IsEmpty && !call.Callee.Returns.IsEmpty), "all are back");
        await ExpectNothingLostAsync();
    }

    [Fact]
    public async Task Killed_instance_loses_no_call_and_newcomers_are_put_on_the_other()
    {
        await ExpectSpreadAsync();

        _instances[0].Send(Signal.Kill);

        await _instances[0].ExitAsync(seconds: 10);
        await ExpectNewcomersOnAsync(1);
        await Eventually.HoldsAsync(
            async () => (await ServersOfAllAsync()).All(server => server == NameOf(1)), "all are on the other", seconds: 20);
        _calls.Sum(call => call.Caller.Returns.Count + call.Callee.Returns.Count).Should().BeGreaterThan(Calls / 2);
        await ExpectNothingLostAsync();
    }

    private static string NameOf(int instance) => $"instance-{instance.ToString(CultureInfo.InvariantCulture)}";

    private async Task StartAsync(int instance)
    {
        if (_instances[instance] is { } older)
        {
            await older.DisposeAsync();
        }

        _instances[instance] = await GoringProcess.StartReadyAsync(
            ("PORT", _ports[instance].ToString(CultureInfo.InvariantCulture)),
            ("SERVER_ID", NameOf(instance)),
            ("REDIS_ADDR", _redis.Address),
            ("DRAIN_SECONDS", "3"),
            ("RECONNECT_GRACE_SECONDS", "10"));
    }

    private async Task ExpectSpreadAsync() => (await ServersOfAllAsync()).Distinct()
        .Should().BeEquivalentTo([NameOf(0), NameOf(1)], "there is something to lose on both");

    private async Task<IReadOnlyList<string?>> ServersOfAllAsync()
    {
        await using var look = await OlderServer.StartAsync(_redis);
        var people = _calls.SelectMany(call => new[] { call.Caller.Person.Id, call.Callee.Person.Id });
        return await Eventually.AllAsync(
            people.Select(async person => (string?)await look.Database.StringGetAsync($"ws:user:{person}")));
    }

    /// <summary>Each is let in at the first try.</summary>
    private async Task ExpectNewcomersOnAsync(int instance)
    {
        for (var i = 0; i < Newcomers; i++)
        {
            await using var newcomer = await Party.ConnectAsync(_proxy.WebSocketUrl, Person.New("newcomer"));
            Placement.ServerOf(newcomer).Should().Be(NameOf(instance));
        }
    }

    private Task ExpectANewcomerOnAsync(int instance) => Eventually.HoldsAsync(
        async () =>
        {
            await using var newcomer = await Party.ConnectAsync(_proxy.WebSocketUrl, Person.New("newcomer"));
            return Placement.ServerOf(newcomer) == NameOf(instance);
        },
        "the proxy knows it again");

    private async Task ExpectNothingLostAsync()
    {
        var acked = _calls.Select(call => call.Acked).ToArray();
        await Eventually.HoldsAsync(
            () => _calls.Zip(acked).All(pair => pair.First.Acked >= pair.Second + 4), "all talk on");
        await _enough.CancelAsync();
        await Eventually.AllAsync(_talking);
        await Eventually.AllAsync(_calls.Select(call => call.ExpectNothingLostAsync()), seconds: 60);
    }
}

public sealed class NginxRestartTests() : ProxyRestartTests(servers => new NginxProxy(servers));

public sealed class HaproxyRestartTests() : ProxyRestartTests(servers => new HaproxyProxy(servers));
