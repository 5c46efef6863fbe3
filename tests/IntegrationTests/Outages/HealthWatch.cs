using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Outages;

/// <summary>Asks one server again and again how it is, as an orchestrator does.</summary>
internal sealed class HealthWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(long At, bool Ready)> _ready = new();
    private readonly ConcurrentQueue<bool> _live = new();
    private readonly Task _watching;

    public HealthWatch(GoringServer server) => _watching = Task.WhenAll(
        AskAsync(server, "health/ready", up => _ready.Enqueue((Stopwatch.GetTimestamp(), up))),
        AskAsync(server, "health/live", _live.Enqueue));

    public bool IsReady => _ready.LastOrDefault((0, false)).Ready;

    public bool WasAlwaysLive => !_live.IsEmpty && _live.All(up => up);

    /// <summary>When it was first seen red after that moment; null where it was not.</summary>
    public long? RedAfter(long moment) =>
        _ready.Where(sample => !sample.Ready && sample.At >= moment).Select(sample => (long?)sample.At).FirstOrDefault();

    /// <summary>When it was first seen green after it was last seen red.</summary>
    public long GreenForGood() => _ready.Reverse().TakeWhile(sample => sample.Ready).Last().At;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task AskAsync(GoringServer server, string path, Action<bool> note)
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            do
            {
                using var response = await Handshake.GetAsync(server, path);
                note(response.StatusCode == HttpStatusCode.OK);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The drill is over.
        }
    }
}
