using Goring.Application.Push;
using Goring.Domain.Devices;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Push;

/// <summary>That pushes go out by themselves, many at once and no more than the limit, and end when the server stops.</summary>
public sealed class PushWorkerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ScriptedGateway _fcm = new(DeviceOs.Android);
    private readonly CancellationTokenSource _stopping = new();
    private readonly PushedCalls _calls;

    public PushWorkerTests() => _calls = new(_fcm);

    [Fact]
    public async Task A_call_to_an_offline_callee_is_pushed_without_being_asked_for()
    {
        var running = _calls.Server.Get<PushWorker>().RunAsync(_stopping.Token);

        var session = await _calls.StartAsync();
        await ReceivedAsync(1);
        await UntilAsync(() => _calls.Server.Log.Lines.Any(line => line.Contains("taken after 1 attempts", StringComparison.Ordinal)));
        await _calls.HangUpAsync(session);
        await ReceivedAsync(2);

        _fcm.Received.Select(push => push.Message.Kind).Should().Equal(PushKind.IncomingCall, PushKind.CallCancelled);
        await StopAsync(running);
    }

    [Fact]
    public async Task Ringing_does_not_wait_for_the_push_service()
    {
        var answer = new TaskCompletionSource();
        _fcm.BeforeAnswer = _ => answer.Task;
        var running = _calls.Server.Get<PushWorker>().RunAsync(_stopping.Token);

        await _calls.StartAsync();

        await ReceivedAsync(1);
        answer.SetResult();
        await StopAsync(running);
    }

    [Fact]
    public async Task No_more_pushes_than_the_limit_are_under_way_and_the_rest_follows()
    {
        const int Calls = PushWorker.MaxInFlight + 30;
        var answer = new TaskCompletionSource();
        _fcm.BeforeAnswer = _ => answer.Task;
        for (var i = 0; i < Calls; i++)
        {
            var caller = await _calls.Server.ConnectAsync(People.Alice with { Id = new($"caller-{i}") });
            (await _calls.Server.SendAsync(
                caller,
                $@"{{""type"":""call.start"",""payload"":{{""callee_id"":""callee-{i}"",""callee_device_token"":""token-{i}"",""callee_os"":""android""}}}}"))
                .Should().BeNull();
        }

        var running = _calls.Server.Get<PushWorker>().RunAsync(_stopping.Token);
        await ReceivedAsync(PushWorker.MaxInFlight);
        _calls.Server.Get<PushSignal>().Poke();
        await Task.Yield();
        _fcm.Received.Should().HaveCount(PushWorker.MaxInFlight);

        answer.SetResult();
        await ReceivedAsync(Calls);

        _fcm.Received.Select(push => push.Device.Token).Should().OnlyHaveUniqueItems();
        await StopAsync(running);
    }

    [Fact]
    public async Task A_push_service_that_hangs_does_not_hold_up_the_stop()
    {
        _fcm.BeforeAnswer = token => Task.Delay(Timeout.Infinite, token);
        var running = _calls.Server.Get<PushWorker>().RunAsync(_stopping.Token);
        await _calls.StartAsync();
        await ReceivedAsync(1);

        await StopAsync(running);
    }

    [Fact]
    public async Task A_push_that_faults_does_not_end_the_others()
    {
        _fcm.BeforeAnswer = _ => throw new InvalidOperationException("a bug");
        var running = _calls.Server.Get<PushWorker>().RunAsync(_stopping.Token);
        var session = await _calls.StartAsync();
        await UntilAsync(() => _calls.Server.Log.Lines.Any(line => line.StartsWith("Error", StringComparison.Ordinal)));
        await _calls.HangUpAsync(session);
        _fcm.BeforeAnswer = _ => Task.CompletedTask;

        await _calls.StartAsync();

        await ReceivedAsync(2);
        await StopAsync(running);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _calls.Dispose();
    }

    /// <summary>Stops the worker; what is under way has a time that the clock is moved over.</summary>
    private async Task StopAsync(Task running)
    {
        await _stopping.CancelAsync();
        await _calls.Server.Time.RunAsync(running);
    }

    private Task ReceivedAsync(int count) => UntilAsync(() => _fcm.Received.Count >= count);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!holds())
        {
            await Task.Delay(1, limit.Token);
        }
    }
}
