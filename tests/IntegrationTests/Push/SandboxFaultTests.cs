using System.Diagnostics;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>Answers that come late, not at all, or with the end of the connection.</summary>
public sealed class SandboxFaultTests : IAsyncLifetime, IDisposable
{
    private PushSandboxServer _sandbox = null!;
    private ApnsSender _apns = null!;
    private FcmSender _fcm = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await PushSandboxServer.StartAsync();
        _apns = new ApnsSender(_sandbox);
        _fcm = await FcmSender.SignedInAsync(_sandbox);
    }

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    public void Dispose()
    {
        _apns.Dispose();
        _fcm.Dispose();
    }

    [Fact]
    public async Task Slow_answer_comes_after_its_delay()
    {
        var delay = TimeSpan.FromMilliseconds(400);
        _sandbox.Script.Next(PushService.Apns, ScriptedAnswer.Slow(delay), Apns.Shutdown with { Delay = delay });

        var start = Stopwatch.GetTimestamp();
        var statuses = new[] { (await _apns.PushAsync()).Status, (await _apns.PushAsync()).Status };

        statuses.Should().Equal(200, 503);
        // Timers tick in milliseconds, and may be one early.
        Stopwatch.GetElapsedTime(start).Should().BeGreaterThan(2 * delay - TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Slow_push_is_kept_before_its_answer_comes()
    {
        _sandbox.Script.Next(PushService.Apns, ScriptedAnswer.Slow(TimeSpan.FromHours(1)));

        var pushing = _apns.PushAsync();

        await Eventually.HoldsAsync(() => _sandbox.Pushes.Count == 1, "the push is kept");
        pushing.IsCompleted.Should().BeFalse();
        await ExpectEndsWithTheSandboxAsync(pushing);
    }

    [Fact]
    public async Task Hanging_request_gets_no_answer_and_its_connection_stays()
    {
        _sandbox.Script.Next(PushService.Apns, ScriptedAnswer.Hang);

        var hanging = _apns.PushAsync();
        await Eventually.HoldsAsync(() => _sandbox.Pushes.Count == 1, "the push is kept");

        (await _apns.PushAsync()).Status.Should().Be(200);
        hanging.IsCompleted.Should().BeFalse();
        _sandbox.Pushes.Select(push => push.Status).Should().Equal(0, 200);
        _sandbox.ApnsConnections.Should().Be(1);
        await ExpectEndsWithTheSandboxAsync(hanging);
    }

    [Fact]
    public async Task Connection_cut_before_the_answer_gives_none()
    {
        _sandbox.Script.Next(PushService.Apns, ScriptedAnswer.CutBeforeAnswer);

        var pushing = () => _apns.PushAsync();

        await pushing.Should().ThrowAsync<HttpRequestException>();
        (await _apns.PushAsync()).Status.Should().Be(200);
        _sandbox.Pushes.Select(push => push.Status).Should().Equal(0, 200);
        _sandbox.ApnsConnections.Should().Be(2);
    }

    [Fact]
    public async Task Connection_cut_after_the_answer_is_gone_soon()
    {
        _sandbox.Script.Next(
            PushService.Apns, Apns.InternalServerError with { Connection = ConnectionFate.CutAfterAnswer });

        (await _apns.PushAsync()).Status.Should().Be(500);

        // What is sent just before the cut may get no answer.
        await Eventually.HoldsAsync(IsOnAnotherConnectionAsync, "the connection is cut");
        _sandbox.ApnsConnections.Should().Be(2);

        async Task<bool> IsOnAnotherConnectionAsync()
        {
            try
            {
                await _apns.PushAsync();
                return _sandbox.Pushes[^1].Connection != _sandbox.Pushes[0].Connection;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Connection_to_FCM_is_cut_too()
    {
        _sandbox.Script.Next(PushService.Fcm, ScriptedAnswer.CutBeforeAnswer);

        var pushing = () => _fcm.PushAsync("device");

        await pushing.Should().ThrowAsync<HttpRequestException>();
        (await _fcm.PushAsync("device")).Status.Should().Be(200);
        _sandbox.Pushes.Select(push => push.Connection).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Connection_that_goes_away_leaves_no_push_without_its_answer()
    {
        _sandbox.Script.Next(PushService.Apns, ScriptedAnswer.Usual, ScriptedAnswer.GoAway);

        (await _apns.PushAsync()).Status.Should().Be(200);
        (await _apns.PushAsync()).Status.Should().Be(200);

        _sandbox.Pushes[1].Connection.Should().Be(_sandbox.Pushes[0].Connection);
        await Eventually.HoldsAsync(
            async () =>
            {
                (await _apns.PushAsync()).Status.Should().Be(200);
                return _sandbox.Pushes[^1].Connection != _sandbox.Pushes[0].Connection;
            },
            "the connection goes away");
    }

    /// <summary>Nothing that hangs may hold the sandbox up when it is to stop.</summary>
    private async Task ExpectEndsWithTheSandboxAsync(Task<ApnsAnswer> pushing)
    {
        await _sandbox.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15));
        var waiting = () => pushing;
        await waiting.Should().ThrowAsync<HttpRequestException>();
    }
}
