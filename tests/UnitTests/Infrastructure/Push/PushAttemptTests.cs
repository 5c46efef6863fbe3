using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Users;
using Goring.Infrastructure.Push;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Infrastructure.Push;

public sealed class PushAttemptTests : IDisposable
{
    private const string Secret = "fcm-device-secret-tail99";

    private readonly RecordedLog _log = new();
    private readonly Device _device = new(Secret, DeviceOs.Android);

    private readonly PushMessage _message = new(
        PushKind.IncomingCall,
        new SessionId("session-1"),
        new User(new UserId("user-1"), "Ada"),
        ManualTime.Start,
        ManualTime.Start + TimeSpan.FromSeconds(60),
        "ring-secret");

    public static TheoryData<PushAnswer, string> Lines => new()
    {
        { new PushAnswer.Delivered(), "taken " },
        { new PushAnswer.DeadToken("Unregistered"), "dead token Unregistered" },
        { new PushAnswer.NotNow("Shutdown"), "not now Shutdown" },
        { new PushAnswer.Refused("BadTopic"), "refused BadTopic" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_attempt_is_one_line_with_the_end_of_the_device_token(PushAnswer answer, string end)
    {
        (await RunAsync(_ => Task.FromResult(answer), default)).Should().Be(answer);

        _log.Lines.Should().Equal($"Debug: Push for session-1 to Android device …tail99: {end}");
    }

    [Fact]
    public async Task An_attempt_that_hangs_ends_in_time()
    {
        var answer = await RunAsync(
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return new PushAnswer.Delivered();
            },
            default,
            TimeSpan.FromMilliseconds(20));

        answer.Should().Be(new PushAnswer.NotNow("TimedOut", MayHaveArrived: true));
    }

    [Fact]
    public async Task A_caller_who_stops_gets_the_exception_and_not_an_answer()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        var run = () => RunAsync(
            token => Task.FromCanceled<PushAnswer>(token), gone.Token, TimeSpan.FromSeconds(10));

        await run.Should().ThrowAsync<OperationCanceledException>();
        _log.Lines.Should().BeEmpty();
    }

    public void Dispose() => _log.Dispose();

    private Task<PushAnswer> RunAsync(
        Func<CancellationToken, Task<PushAnswer>> attempt, CancellationToken token, TimeSpan? timeout = null) =>
        PushAttempt.RunAsync(_device, _message, timeout ?? TimeSpan.FromSeconds(10), attempt, _log, token);
}
