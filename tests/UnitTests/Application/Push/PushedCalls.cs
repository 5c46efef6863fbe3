using System.Diagnostics.Metrics;
using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Application.Telemetry;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Push;

/// <summary>Alice calls Bob, who is not connected; what is due is sent when a test says so.</summary>
internal sealed class PushedCalls : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<string> _abandoned = [];
    private FakeClient? _alice;

    public PushedCalls(params ScriptedGateway[] gateways)
        : this(new PushOptions(), gateways)
    {
    }

    public PushedCalls(PushOptions options, params ScriptedGateway[] gateways)
    {
        Server = new(grace: default, gateways) { Push = options };
        var metrics = Server.Get<GoringMeter>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (metrics.Owns(instrument) && instrument.Name == "goring.push.abandoned")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "reason")
                {
                    _abandoned.Add((string)tag.Value!);
                }
            }
        });
        _listener.Start();
    }

    public InMemoryServer Server { get; }

    /// <summary>The reasons for which pushes were given up, as they are counted.</summary>
    public IReadOnlyList<string> Abandoned => _abandoned;

    /// <summary>Starts a call with more fields in its payload; unless a test says so, it names an Android phone.</summary>
    /// <returns>The session id.</returns>
    public async Task<string> StartAsync(
        string fields = @",""callee_device_token"":""a-device-token"",""callee_os"":""android""") =>
        await TryStartAsync(fields) ?? throw new InvalidOperationException("The call was refused.");

    /// <returns>The session id, or null where the call was refused.</returns>
    public async Task<string?> TryStartAsync(string fields)
    {
        _alice ??= await Server.ConnectAsync(People.Alice, resume: new(null, 0));
        _ = _alice.Take();
        var error = await Server.SendAsync(
            _alice, $@"{{""type"":""call.start"",""payload"":{{""callee_id"":""bob""{fields}}}}}");
        return error is null ? InMemoryServer.SessionOf(_alice.Take().Single()) : null;
    }

    public Task HangUpAsync(string session) => Server.SendAsync(_alice!, Frames.About("call.end", session));

    /// <summary>Bob registers a device and goes again.</summary>
    public async Task RegisterAsync(string token, string os)
    {
        var bob = await Server.ConnectAsync(People.Bob, resume: new(null, 0));
        (await Server.SendAsync(
            bob, $@"{{""type"":""device.register"",""payload"":{{""token"":""{token}"",""os"":""{os}""}}}}")).Should().BeNull();
        await Server.DisconnectAsync(bob);
    }

    public Task<IReadOnlyList<PushJob>> ClaimAsync() =>
        Server.Get<IPushJobs>().ClaimAsync(100, CancellationToken.None).AsTask();

    /// <summary>Sends what is due, moving the clock as far as it takes.</summary>
    public async Task DeliverAsync(CancellationToken stopping = default)
    {
        foreach (var job in await ClaimAsync())
        {
            await Server.Time.RunAsync(
                Server.Get<PushDelivery>().DeliverAsync(job, stopping, CancellationToken.None));
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Server.Dispose();
    }
}
