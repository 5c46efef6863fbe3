using System.Text;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.UnitTests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goring.UnitTests.Application.Connections;

/// <summary>What did not come live, or not in its order, comes from the store.</summary>
public sealed class ReplayPumpTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ScriptedReplay _store = new();
    private readonly FakeClient _client = new(People.Alice, new ResumeRequest(null, -1));
    private readonly ReplayPump _pump;
    private Task _run = Task.CompletedTask;

    public ReplayPumpTests()
    {
        _pump = new(_store, NullLogger<ReplayPump>.Instance);
        _client.Begin(default, new SessionStart(false, "token", 0, [], null));
    }

    public Task InitializeAsync()
    {
        _run = _pump.RunAsync(TimeProvider.System, _stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await FluentActions.Awaiting(() => _run).Should().ThrowAsync<OperationCanceledException>();
    }

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Missed_events_are_read_and_sent()
    {
        _store.Missed = [Event(1), Event(2)];

        _pump.Catch(_client);
        await _store.AskedAsync();

        await ArrivedAsync("1", "2");
    }

    [Fact]
    public async Task An_event_without_a_number_gets_one()
    {
        _store.Missed = [Event(1)];
        _pump.Catch(_client);

        _pump.Adopt(_client, "raw"u8.ToArray());

        await ArrivedAsync("1", "2:raw");
    }

    [Fact]
    public async Task A_store_that_fails_is_asked_again()
    {
        _store.Failures = 2;
        _store.Missed = [Event(1)];

        _pump.Catch(_client);

        await ArrivedAsync("1");
    }

    [Fact]
    public async Task One_whose_events_are_gone_has_to_start_anew()
    {
        _store.Missed = null;

        _pump.Catch(_client);
        await _store.AskedAsync();
        await Task.WhenAny(Closed(), Task.Delay(TimeSpan.FromSeconds(10)));

        _client.Closes.Should().Equal(CloseReason.Restarting);
    }

    [Fact]
    public async Task One_that_closes_is_left_alone()
    {
        var other = new FakeClient(People.Bob, new ResumeRequest(null, -1));
        other.Begin(default, new SessionStart(false, "token", 0, [], null));
        _store.Missed = [Event(1)];
        _client.Close(CloseReason.Normal);

        _pump.Catch(_client);
        _pump.Catch(other);
        await _store.AskedAsync();

        _store.Asked.Should().Equal(other.Id);
    }

    private static ServerEvent Event(long seq) => new(Encoding.UTF8.GetBytes($"{seq}"), seq);

    private async Task Closed()
    {
        while (_client.Closes.Count == 0)
        {
            await Task.Yield();
        }
    }

    private async Task ArrivedAsync(params string[] frames)
    {
        List<string> arrived = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (arrived.Count < frames.Length && !patience.IsCancellationRequested)
        {
            arrived.AddRange(_client.Take());
            await Task.Yield();
        }

        arrived.Should().Equal(frames);
    }

    /// <summary>A store that answers what a test says.</summary>
    private sealed class ScriptedReplay : IReplay
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<ServerEvent>? Missed { get; set; } = [];

        public int Failures { get; set; }

        public List<ConnectionId> Asked { get; } = [];

        public Task AskedAsync() => _asked.Task.WaitAsync(TimeSpan.FromSeconds(10));

        public ValueTask<IReadOnlyList<ServerEvent>?> ReadAsync(
            IClientConnection connection, CancellationToken cancellationToken)
        {
            if (Failures-- > 0)
            {
                return ValueTask.FromException<IReadOnlyList<ServerEvent>?>(new StoreUnavailableException());
            }

            Asked.Add(connection.Id);
            _asked.TrySetResult();
            return new(Missed);
        }

        public ValueTask<ServerEvent> AdoptAsync(
            IClientConnection connection, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
        {
            var seq = connection.LastSeq + 1;
            return new(new ServerEvent(Encoding.UTF8.GetBytes($"{seq}:{Encoding.UTF8.GetString(frame.Span)}"), seq));
        }
    }
}
