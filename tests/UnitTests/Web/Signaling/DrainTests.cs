using Goring.Application.Connections;
using Goring.UnitTests.Support;
using Goring.Web.Edge;
using Goring.Web.Health;
using Goring.Web.Signaling;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goring.UnitTests.Web.Signaling;

public sealed class DrainTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DrainState _state = new();
    private readonly ConnectionRegistry _registry = new();
    private readonly SocketAdmission _admission = new(EdgeSettings.Read(Settings.Reader()));

    [Fact]
    public async Task Every_socket_is_closed_as_restarting()
    {
        FakeClient[] open = [new(People.Alice), new(People.Bob), new(People.Carol)];
        Array.ForEach(open, _registry.Add);

        var stopping = Over(TimeSpan.Zero).StoppingAsync(CancellationToken.None);
        Array.ForEach(open, _registry.Remove);
        await stopping.WaitAsync(Patience);

        open.Should().OnlyContain(client => client.Closes.SequenceEqual(new[] { CloseReason.Restarting }));
    }

    [Fact]
    public async Task With_no_socket_open_there_is_no_wait() =>
        await Over(TimeSpan.FromHours(1)).StoppingAsync(CancellationToken.None).WaitAsync(Patience);

    [Fact]
    public async Task Whoever_is_closed_has_time_to_give_up_what_is_held_in_the_store()
    {
        _admission.TryEnter().Should().BeTrue();

        var stopping = Over(TimeSpan.Zero).StoppingAsync(CancellationToken.None);
        stopping.IsCompleted.Should().BeFalse();

        _admission.Leave();
        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_hosts_patience_ends_it()
    {
        _registry.Add(new FakeClient(People.Alice));
        using var over = new CancellationTokenSource();

        var stopping = Over(TimeSpan.FromHours(1)).StoppingAsync(over.Token);
        await over.CancelAsync();

        await stopping.WaitAsync(Patience);
    }

    [Fact]
    public async Task Nobody_is_let_in_from_its_beginning()
    {
        _state.IsDraining.Should().BeFalse();

        await Over(TimeSpan.Zero).StoppingAsync(CancellationToken.None).WaitAsync(Patience);

        _state.IsDraining.Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_drains_is_not_ready()
    {
        var check = new DrainCheck(_state);
        (await check.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Healthy);

        _state.Begin();

        (await check.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Unhealthy);
    }

    public void Dispose() => _admission.Dispose();

    private Drain Over(TimeSpan drain) => new(
        _state,
        _registry,
        _admission,
        new ConnectionSettings { MessagesPerSecond = 0, CallsPerMinute = 0, Drain = drain, AllowedOrigins = [] },
        TimeProvider.System,
        NullLogger<Drain>.Instance);
}
