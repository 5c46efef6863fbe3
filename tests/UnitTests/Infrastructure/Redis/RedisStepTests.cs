using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Infrastructure.Redis;

namespace Goring.UnitTests.Infrastructure.Redis;

public sealed class RedisStepTests
{
    private readonly RedisStep _step = RedisStep.Apply(
        CallTransition.Relay, new("session"), new("alice"), "frame"u8.ToArray(), profile: "", receiver: null);

    [Fact]
    public async Task Whoever_waits_learns_what_came_of_it()
    {
        var waiting = WaitAsync(_step.Answer);
        waiting.IsCompleted.Should().BeFalse();
        _step.IsAnswered.Should().BeFalse();

        _step.TryAnswer(ErrorCode.InvalidState);

        _step.IsAnswered.Should().BeTrue();
        (await waiting).Error.Should().Be(ErrorCode.InvalidState);
    }

    [Fact]
    public async Task Whoever_comes_late_learns_it_too()
    {
        _step.TryAnswer(Outcome.Done);

        (await _step.Answer).IsDone.Should().BeTrue();
    }

    [Fact]
    public async Task The_first_answer_stands()
    {
        _step.TryFail(new StoreUnavailableException("gone"));
        _step.TryAnswer(Outcome.Done);
        _step.TryFail(new StoreUnavailableException("gone twice"));

        await FluentActions.Awaiting(() => WaitAsync(_step.Answer)).Should().ThrowAsync<StoreUnavailableException>().WithMessage("gone");
    }

    [Fact]
    public async Task Of_many_who_answer_one_does()
    {
        for (var i = 0; i < 200; i++)
        {
            var step = RedisStep.Apply(CallTransition.Relay, new("session"), new("alice"), "frame"u8.ToArray(), profile: "", receiver: null);
            var answers = 0;
            var waiting = CountAsync(step.Answer);
            using var start = new Barrier(2);

            await Task.WhenAll(
                Task.Run(() => AnswerAt(start, () => step.TryAnswer(Outcome.Done))),
                Task.Run(() => AnswerAt(start, () => step.TryAnswer(ErrorCode.InvalidState))));
            await waiting;

            answers.Should().Be(1);

            async Task CountAsync(ValueTask<Outcome> answer)
            {
                await answer;
                Interlocked.Increment(ref answers);
            }
        }
    }

    private static async Task<Outcome> WaitAsync(ValueTask<Outcome> answer) => await answer;

    private static void AnswerAt(Barrier start, Action answer)
    {
        start.SignalAndWait();
        answer();
    }
}
