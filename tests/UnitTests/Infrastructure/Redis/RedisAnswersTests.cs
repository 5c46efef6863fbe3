using Goring.Infrastructure.Redis;
using StackExchange.Redis;

namespace Goring.UnitTests.Infrastructure.Redis;

/// <summary>Who waits for an answer goes on where it was read, and goes on in any case.</summary>
public sealed class RedisAnswersTests
{
    private static readonly RedisResult Answer = RedisResult.Create((RedisValue)"ok");

    private readonly RedisAnswers _answers = new();
    private readonly TaskCompletionSource<RedisResult> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _thread;

    [Fact]
    public void An_answer_is_gone_on_with_by_whoever_looks()
    {
        var waiting = WaitAsync(_asked.Task);
        _answers.Look();
        waiting.IsCompleted.Should().BeFalse();

        _asked.SetResult(Answer);
        waiting.IsCompleted.Should().BeFalse("nobody has looked yet");
        _answers.Look();

        waiting.IsCompletedSuccessfully.Should().BeTrue();
        _thread.Should().Be(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void An_answer_that_is_there_is_not_waited_for()
    {
        _asked.SetResult(Answer);

        WaitAsync(_asked.Task).IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task A_fault_needs_nobody_to_look()
    {
        var waiting = WaitAsync(_asked.Task);

        _asked.SetException(new TimeoutException("late"));

        await waiting.Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task What_is_given_up_needs_nobody_to_look()
    {
        var waiting = WaitAsync(_asked.Task);

        _asked.SetCanceled();

        await waiting.Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(10))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void One_that_never_comes_keeps_no_other_waiting()
    {
        var never = WaitAsync(new TaskCompletionSource<RedisResult>().Task);
        var waiting = WaitAsync(_asked.Task);
        _asked.SetResult(Answer);

        _answers.Look();

        waiting.IsCompletedSuccessfully.Should().BeTrue();
        never.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Of_answers_that_come_while_others_begin_to_wait_none_is_overlooked()
    {
        for (var round = 0; round < 2000; round++)
        {
            var asked = new TaskCompletionSource<RedisResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            var reader = Task.Run(() =>
            {
                asked.SetResult(Answer);
                _answers.Look();
            });

            await WaitAsync(asked.Task).WaitAsync(TimeSpan.FromSeconds(10));
            await reader;
        }
    }

    private async Task WaitAsync(Task<RedisResult> asked)
    {
        await _answers.IsThere(asked);
        _thread = Environment.CurrentManagedThreadId;
        await asked;
    }
}
