using Goring.Domain.Shared;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class OverlappingCommandsTests
{
    private readonly List<ErrorCode?> _noted = [];
    private readonly OverlappingCommands _commands;

    public OverlappingCommandsTests() => _commands = new(_noted.Add, goesOnBeside: false);

    [Fact]
    public async Task Every_answer_is_noted_in_the_order_of_the_messages()
    {
        TaskCompletionSource<ErrorCode?>[] answers = [new(), new(), new()];
        foreach (var answer in answers)
        {
            _commands.Add(new(answer.Task));
        }

        var settled = _commands.SettleAsync();
        answers[2].SetResult(ErrorCode.InvalidMessage);
        answers[1].SetResult(null);
        settled.IsCompleted.Should().BeFalse("the first is under way");
        answers[0].SetResult(ErrorCode.InternalError);
        await settled;

        _noted.Should().Equal(ErrorCode.InternalError, null, ErrorCode.InvalidMessage);
        _commands.Any.Should().BeFalse();
    }

    [Fact]
    public async Task One_that_its_connection_ended_is_no_fault()
    {
        _commands.Add(new(Task.FromCanceled<ErrorCode?>(new CancellationToken(canceled: true))));
        _commands.Add(new((ErrorCode?)ErrorCode.RateLimited));

        await _commands.SettleAsync();

        _noted.Should().Equal(ErrorCode.RateLimited);
    }

    [Fact]
    public async Task One_that_fails_leaves_none_behind()
    {
        _commands.Add(new(Task.FromException<ErrorCode?>(new InvalidOperationException("a fault"))));
        _commands.Add(new((ErrorCode?)ErrorCode.RateLimited));

        await FluentActions.Awaiting(() => _commands.SettleAsync().AsTask()).Should().ThrowAsync<InvalidOperationException>().WithMessage("a fault");

        _commands.Any.Should().BeFalse();
        await _commands.SettleAsync();
        _noted.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_waited_goes_on_beside_the_thread_that_answers_or_on_it(bool beside)
    {
        var commands = new OverlappingCommands(_noted.Add, goesOnBeside: beside);
        var answer = new TaskCompletionSource<ErrorCode?>();
        commands.Add(new(answer.Task));
        Thread? servedBy = null;
        var served = Task.CompletedTask;

        // A thread of its own has no context that a wait would return to.
        var asking = new Thread(() => served = ServeAsync());
        asking.Start();
        asking.Join();
        var answering = new Thread(() => answer.SetResult(null));
        answering.Start();
        await served;

        ReferenceEquals(servedBy, answering).Should().Be(!beside);

        async Task ServeAsync()
        {
            await commands.SettleAsync();
            servedBy = Thread.CurrentThread;
        }
    }

    [Fact]
    public void Sixteen_are_full()
    {
        for (var one = 0; one < 16; one++)
        {
            _commands.IsFull.Should().BeFalse();
            _commands.Add(new((ErrorCode?)null));
        }

        _commands.IsFull.Should().BeTrue();
    }
}
