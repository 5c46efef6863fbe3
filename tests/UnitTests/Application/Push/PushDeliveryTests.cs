using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Devices;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Push;

/// <summary>How one push is brought to its device, and when it is given up.</summary>
public sealed class PushDeliveryTests : IDisposable
{
    private static readonly PushAnswer.NotNow Unavailable = new("ServiceUnavailable");

    private readonly ScriptedGateway _fcm = new(DeviceOs.Android);
    private readonly ScriptedGateway _apns = new(DeviceOs.Ios);
    private readonly PushedCalls _calls;

    public PushDeliveryTests() => _calls = new(_fcm, _apns);

    private InMemoryServer Server => _calls.Server;

    [Fact]
    public async Task The_push_tells_of_the_call()
    {
        var session = await _calls.StartAsync(
            @",""callee_device_token"":""a-long-token"",""callee_os"":""ios"",""media"":""video"",""metadata"":{""room"" : 7}");

        await _calls.DeliverAsync();

        var (device, message) = _apns.Received.Should().ContainSingle().Subject;
        device.Should().Be(new Device("a-long-token", DeviceOs.Ios));
        message.Should().Be(new PushMessage(
            PushKind.IncomingCall,
            new(session),
            People.Alice,
            ManualTime.Start,
            ManualTime.Start + InMemoryServer.RingTimeout,
            message.RingToken,
            "video",
            @"{""room"" : 7}"));
        Server.Get<RingTokens>().Read(message.RingToken)!.Value.Value.Should().Be(session);
        _fcm.Received.Should().BeEmpty();
    }

    [Fact]
    public async Task Another_attempt_is_made_after_a_growing_pause()
    {
        List<DateTimeOffset> attempts = [];
        _fcm.BeforeAnswer = _ => Note(attempts);
        _fcm.Answers(Unavailable, Unavailable, Unavailable, new PushAnswer.Delivered());
        await _calls.StartAsync();

        await _calls.DeliverAsync();

        var pauses = attempts.Zip(attempts.Skip(1), (first, second) => (second - first).TotalSeconds).ToArray();
        pauses.Should().HaveCount(3);
        pauses[0].Should().BeInRange(0.25, 0.5);
        pauses[1].Should().BeInRange(0.5, 1);
        pauses[2].Should().BeInRange(1, 2);
    }

    [Fact]
    public async Task Retries_say_when_the_first_was_sent_and_carry_the_same_token()
    {
        _fcm.Answers(Unavailable, new PushAnswer.Delivered());
        await _calls.StartAsync();

        await _calls.DeliverAsync();

        _fcm.Received.Should().HaveCount(2);
        _fcm.Received[1].Should().Be(_fcm.Received[0]);
    }

    [Fact]
    public async Task The_service_is_given_the_time_that_it_asks_for()
    {
        List<DateTimeOffset> attempts = [];
        _fcm.BeforeAnswer = _ => Note(attempts);
        _fcm.Answers(new PushAnswer.NotNow("QUOTA_EXCEEDED", TimeSpan.FromSeconds(20)), new PushAnswer.Delivered());
        await _calls.StartAsync();

        await _calls.DeliverAsync();

        (attempts[1] - attempts[0]).TotalSeconds.Should().BeInRange(20, 20.5);
    }

    [Fact]
    public async Task No_attempt_is_begun_past_the_end_of_the_ring()
    {
        List<DateTimeOffset> attempts = [];
        _fcm.BeforeAnswer = _ => Note(attempts);
        _fcm.Answers(Unavailable);
        await _calls.StartAsync();

        await _calls.DeliverAsync();

        attempts.Count.Should().BeInRange(8, 16);
        attempts.Max().Should().BeBefore(ManualTime.Start + InMemoryServer.RingTimeout);
        _calls.Abandoned.Should().Equal("deadline");
    }

    [Fact]
    public async Task A_service_that_asks_for_more_time_than_there_is_is_not_asked_again()
    {
        _fcm.Answers(new PushAnswer.NotNow("QUOTA_EXCEEDED", TimeSpan.FromSeconds(60)));
        await _calls.StartAsync();

        await _calls.DeliverAsync();

        _fcm.Received.Should().ContainSingle();
        Server.Time.GetUtcNow().Should().Be(ManualTime.Start, "nobody waits for what will not be");
        _calls.Abandoned.Should().Equal("deadline");
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    public async Task A_call_that_was_answered_is_not_rung_again(string answer)
    {
        _fcm.Answers(Unavailable);
        var session = await _calls.StartAsync();
        var bob = await Server.ConnectAsync(People.Bob);
        _fcm.BeforeAnswer = token => Server.SendAsync(bob, Frames.About(answer, session), token);

        await _calls.DeliverAsync();

        _fcm.Received.Should().ContainSingle();
        _calls.Abandoned.Should().Equal("call_over");
        (await _calls.ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_ends_while_it_is_rung_is_cancelled_after_the_ring()
    {
        var session = await _calls.StartAsync();
        _fcm.BeforeAnswer = _ => _calls.HangUpAsync(session);
        await _calls.DeliverAsync();

        await _calls.DeliverAsync();

        _fcm.Received.Select(push => push.Message.Kind).Should().Equal(PushKind.IncomingCall, PushKind.CallCancelled);
        (await _calls.ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_ring_that_may_have_arrived_is_cancelled_too()
    {
        _fcm.Answers(new PushAnswer.NotNow("the connection was cut", MayHaveArrived: true));
        var session = await _calls.StartAsync();
        _fcm.BeforeAnswer = _ => _calls.HangUpAsync(session);
        await _calls.DeliverAsync();

        (await _calls.ClaimAsync()).Should().ContainSingle().Which.Task.Should().Be(PushTask.Cancel);
    }

    [Fact]
    public async Task A_ring_that_was_refused_is_not_cancelled()
    {
        _fcm.Answers(new PushAnswer.Refused("INVALID_ARGUMENT"));
        var session = await _calls.StartAsync();
        await _calls.DeliverAsync();

        await _calls.HangUpAsync(session);

        (await _calls.ClaimAsync()).Should().BeEmpty();
        _calls.Abandoned.Should().Equal("refused");
    }

    [Fact]
    public async Task A_cancellation_is_begun_though_the_ring_is_over_and_not_tried_again()
    {
        await _calls.StartAsync();
        await _calls.DeliverAsync();
        await Server.SweepAfterAsync(InMemoryServer.RingTimeout);
        _fcm.Answers(Unavailable);

        await _calls.DeliverAsync();

        _fcm.Received.Select(push => push.Message.Kind).Should().Equal(PushKind.IncomingCall, PushKind.CallCancelled);
        _calls.Abandoned.Should().Equal("deadline");
    }

    [Fact]
    public async Task A_cancellation_is_tried_again_while_the_ring_would_last()
    {
        var session = await _calls.StartAsync();
        await _calls.DeliverAsync();
        await _calls.HangUpAsync(session);
        _fcm.Answers(Unavailable, Unavailable, new PushAnswer.Delivered());

        await _calls.DeliverAsync();

        _fcm.Received.Select(push => push.Message.Kind).Should().Equal(
            PushKind.IncomingCall, PushKind.CallCancelled, PushKind.CallCancelled, PushKind.CallCancelled);
    }

    [Theory]
    [InlineData("ios", false, 1)]
    [InlineData("ios", true, 2)]
    [InlineData("android", false, 2)]
    public async Task An_iphone_is_not_told_where_its_app_cancels_by_itself(string os, bool cancelOverApns, int pushes)
    {
        using var calls = new PushedCalls(new PushOptions(cancelOverApns), _fcm, _apns);
        var session = await calls.StartAsync($@",""callee_device_token"":""token"",""callee_os"":""{os}""");
        await calls.DeliverAsync();
        await calls.HangUpAsync(session);

        await calls.DeliverAsync();

        (_fcm.Received.Count + _apns.Received.Count).Should().Be(pushes);
        (await calls.ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_ring_that_waits_is_given_back_when_the_instance_stops()
    {
        using var stopping = new CancellationTokenSource();
        _fcm.Answers(Unavailable, new PushAnswer.Delivered());
        _fcm.BeforeAnswer = _ => stopping.CancelAsync();
        await _calls.StartAsync();
        await _calls.DeliverAsync(stopping.Token);

        await _calls.DeliverAsync();

        _fcm.Received.Should().HaveCount(2);
        _calls.Abandoned.Should().BeEmpty();
    }

    [Fact]
    public async Task A_store_that_fails_does_not_stop_the_retries()
    {
        _fcm.Answers(Unavailable, new PushAnswer.Delivered());
        await _calls.StartAsync();
        _fcm.BeforeAnswer = _ =>
        {
            Server.Calls.Fault = new StoreUnavailableException("down");
            return Task.CompletedTask;
        };

        await _calls.DeliverAsync();

        _fcm.Received.Should().HaveCount(2);
    }

    public void Dispose() => _calls.Dispose();

    private Task Note(List<DateTimeOffset> attempts)
    {
        attempts.Add(Server.Time.GetUtcNow());
        return Task.CompletedTask;
    }
}
