using System.Text;
using System.Text.Json;
using Goring.Application;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ice;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Application.Rooms;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using Goring.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goring.UnitTests.Support;

/// <summary>The whole server but its sockets: the real handlers on the embedded store, under a clock that tests move.</summary>
internal sealed class InMemoryServer : IDisposable
{
    public static readonly TimeSpan RingTimeout = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _provider;

    /// <param name="grace">How long a call waits for a party whose socket was lost; none unless a test says so.</param>
    /// <param name="gateways">The push services that are configured; none unless a test says so.</param>
    public InMemoryServer(TimeSpan grace = default, params ScriptedGateway[] gateways)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new CallOptions(RingTimeout, grace));
        services.AddSingleton(new RoomOptions(16));
        services.AddSingleton<IceOptions>(_ => Ice);
        services.AddSingleton(new InstanceOptions("server-1", TimeSpan.FromSeconds(20)));
        services.AddSingleton<ICallQuota>(Quota);
        services.AddSingleton(new RingTokens(new byte[32], Time));
        services.AddSingleton<PushOptions>(_ => Push);
        services.AddSingleton<ITokenReader>(_ => Tokens);
        foreach (var gateway in gateways)
        {
            services.AddSingleton<IPushGateway>(gateway);
        }

        services.AddApplication().AddInMemoryStore().AddTurnCredentials();
        services.Decorate<ICallStore, FaultyCallStore>(inner => Calls = new(inner));
        services.Decorate<IPresence, FaultyPresence>(inner => Presence = new(inner));
        _provider = services.BuildServiceProvider(validateScopes: true);
        _ = Get<ICallStore>();
        _ = Get<IPresence>();
    }

    /// <summary>What <c>ice.servers</c> hands out; nothing unless a test says so.</summary>
    public IceOptions Ice { get; init; } = new();

    public ManualTime Time { get; } = new();

    public FakeQuota Quota { get; } = new();

    public RecordedLog Log { get; } = new();

    /// <summary>What the operator decided about pushes.</summary>
    public PushOptions Push { get; init; } = new();

    /// <summary>What is said of fresh tokens.</summary>
    public FakeTokens Tokens { get; } = new();

    /// <summary>The embedded store, and what a test makes go wrong with it.</summary>
    public FaultyCallStore Calls { get; private set; } = null!;

    /// <inheritdoc cref="Calls"/>
    public FaultyPresence Presence { get; private set; } = null!;

    public ConnectionLifetime Lifetime => Get<ConnectionLifetime>();

    public ConnectionRegistry Registry => Get<ConnectionRegistry>();

    public Upkeep Upkeep => Get<Upkeep>();

    public IDeadlines Deadlines => Get<IDeadlines>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public async Task<FakeClient> ConnectAsync(User user, ResumeRequest? resume = null)
    {
        var client = new FakeClient(user, resume);
        await Lifetime.OpenAsync(client, CancellationToken.None);
        return client;
    }

    public Task DisconnectAsync(FakeClient client) => Lifetime.CloseAsync(client);

    public async Task<ErrorCode?> SendAsync(FakeClient from, string frame, CancellationToken cancellationToken = default) =>
        await Get<MessageDispatcher>().DispatchAsync(Encoding.UTF8.GetBytes(frame), from, cancellationToken);

    /// <summary>Rings, and forgets the frames of it.</summary>
    /// <returns>The session id.</returns>
    public async Task<string> RingAsync(FakeClient caller, FakeClient callee)
    {
        await SendAsync(caller, Frames.Start(callee.User.Id.Value));
        _ = callee.Take();
        return SessionOf(caller.Take().Single());
    }

    /// <summary>Rings and answers, and forgets the frames of it.</summary>
    public async Task<string> CallAsync(FakeClient caller, FakeClient callee)
    {
        var session = await RingAsync(caller, callee);
        await SendAsync(callee, Frames.About("call.accept", session));
        _ = caller.Take();
        return session;
    }

    public Task SweepAfterAsync(TimeSpan wait)
    {
        Time.Advance(wait);
        return Upkeep.SweepDeadlinesAsync(CancellationToken.None);
    }

    public static string SessionOf(string frame)
    {
        using var document = JsonDocument.Parse(frame);
        return document.RootElement.GetProperty("payload").GetProperty("session_id").GetString()!;
    }

    public void Dispose() => _provider.Dispose();
}
