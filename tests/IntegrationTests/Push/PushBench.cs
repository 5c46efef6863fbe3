using System.Security.Cryptography;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Users;
using Goring.Infrastructure.Push.Apns;
using Goring.Infrastructure.Push.Fcm;
using Goring.PushSandbox;
using Goring.Web.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goring.IntegrationTests.Push;

/// <summary>A sandbox, and gateways that are turned towards it by the variables that an operator would set.</summary>
public sealed class PushBench : IAsyncLifetime
{
    /// <summary>Not the product's ten seconds: a busy machine must not turn a burst into time-outs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PushSandboxOptions _options;
    private PushSandboxServer? _sandbox;

    public PushBench()
        : this(new())
    {
    }

    private PushBench(PushSandboxOptions options) => _options = options;

    public PushSandboxServer Sandbox => _sandbox!;

    /// <summary>A bench of a test's own, for one that counts connections or tokens.</summary>
    public static async Task<PushBench> StartAsync(PushSandboxOptions? options = null)
    {
        var bench = new PushBench(options ?? new());
        await bench.InitializeAsync();
        return bench;
    }

    public async Task InitializeAsync() =>
        _sandbox = await PushSandboxServer.StartAsync(_options).WaitAsync(TimeSpan.FromSeconds(30));

    public async Task DisposeAsync() => await Sandbox.DisposeAsync();

    /// <summary>Both environments, each where the sandbox has it.</summary>
    internal ApnsGateway Apns(Func<ApnsOptions, ApnsOptions>? change = null, TimeProvider? time = null)
    {
        var options = Read(Sandbox.Variables).Apns! with
        {
            DevelopmentEndpoint = Sandbox.ApnsDevelopmentUrl,
            AttemptTimeout = Patience,
            ConnectTimeout = Patience,
        };
        return new(change?.Invoke(options) ?? options, time ?? TimeProvider.System, NullLogger<ApnsGateway>.Instance);
    }

    internal FcmGateway Fcm(Func<FcmOptions, FcmOptions>? change = null, TimeProvider? time = null)
    {
        var options = Read(Sandbox.Variables).Fcm! with { AttemptTimeout = Patience, TokenTimeout = Patience };
        return new(change?.Invoke(options) ?? options, time ?? TimeProvider.System, NullLogger<FcmGateway>.Instance);
    }

    internal static PushSettings Read(IEnumerable<KeyValuePair<string, string>> variables) =>
        PushSettings.Read(new(new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build()));

    /// <summary>The pushes that a device got, or was to get, in order.</summary>
    internal IReadOnlyList<ReceivedPush> PushesTo(Device device) =>
        [.. Sandbox.Pushes.Where(push => push.DeviceToken == device.Token)];

    internal static Device Phone(DeviceOs os, ApnsEnvironment? environment = null) =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), os, environment);

    internal static Device IPhone(ApnsEnvironment? environment = ApnsEnvironment.Production) =>
        Phone(DeviceOs.Ios, environment);

    internal static Device AndroidPhone() => Phone(DeviceOs.Android);

    internal static PushMessage Ring(DateTimeOffset? now = null, double seconds = 60)
    {
        var at = now ?? TimeProvider.System.GetUtcNow();
        return new(
            PushKind.IncomingCall,
            SessionId.New(TimeProvider.System.GetUtcNow()),
            new User(new UserId("user-1"), "Ada Lovelace", "ada", "https://img.test/ada.png"),
            at,
            at + TimeSpan.FromSeconds(seconds),
            "ring-token-1");
    }
}
