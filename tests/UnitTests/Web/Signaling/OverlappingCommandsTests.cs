using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class OverlappingCommandsTests
{
    private readonly List<ErrorCode?> _noted = [];
    private readonly OverlappingCommands _commands;

    public OverlappingCommandsTests() => _commands = new(EndAsync, _noted.Add, goesOnBeside: false);

    [Fact]
    public async Task Every_answer_is_noted_in_the_order_of_the_messages()
    {
        TaskCompletionSource<Reply>[] answers = [new(), new(), new()];
        foreach (var answer in answers)
        {
            _commands.Add(UnderWay(answer.Task));
        }

        var settled = _commands.SettleAsync();
        answers[2].SetResult(Reply.From(ErrorCode.InvalidMessage));
        answers[1].SetResult(Reply.Nothing);
        settled.IsCompleted.Should().BeFalse("the first is under way");
        answers[0].SetResult(Reply.From(ErrorCode.InternalError));
        await settled;

        _noted.Should().Equal(ErrorCode.InternalError, null, ErrorCode.InvalidMessage);
        _commands.Any.Should().BeFalse();
    }

    [Fact]
    public async Task One_that_its_connection_ended_is_no_fault()
    {
        _commands.Add(UnderWay(Task.FromCanceled<Reply>(new CancellationToken(canceled: true))));
        _commands.Add(UnderWay(Task.FromResult(Reply.From(ErrorCode.RateLimited))));

        await _commands.SettleAsync();

        _noted.Should().Equal(ErrorCode.RateLimited);
    }

    [Fact]
    public async Task One_that_fails_leaves_none_behind()
    {
        _commands.Add(UnderWay(Task.FromException<Reply>(new InvalidOperationException("a fault"))));
        _commands.Add(UnderWay(Task.FromResult(Reply.From(ErrorCode.RateLimited))));

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
        var commands = new OverlappingCommands(EndAsync, _noted.Add, goesOnBeside: beside);
        var answer = new TaskCompletionSource<Reply>();
        commands.Add(UnderWay(answer.Task));
        Thread? servedBy = null;
        var served = Task.CompletedTask;

        // A thread of its own has no context that a wait would return to.
        var asking = new Thread(() => served = ServeAsync());
        asking.Start();
        asking.Join();
        var answering = new Thread(() => answer.SetResult(Reply.Nothing));
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
            _commands.Add(UnderWay(Reply.NothingTask));
        }

        _commands.IsFull.Should().BeTrue();
    }

    private static CommandUnderWay UnderWay(Task<Reply> reply) => new(reply, new Ping(), "ping");

    private static async ValueTask<ErrorCode?> EndAsync(CommandUnderWay command) => (await command.Reply as Reply.Refusal)?.Code;
}
