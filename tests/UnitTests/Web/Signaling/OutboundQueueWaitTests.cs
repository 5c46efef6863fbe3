using System.Text;
using Goring.Application.Connections;
using Goring.Web.Edge;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

/// <summary>The one sender's wait, and what ends it.</summary>
public sealed class OutboundQueueWaitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly OutboundQueue _queue = new(maxFrames: 1_000_000, maxBytes: int.MaxValue);

    [Fact]
    public void With_a_frame_ready_there_is_no_wait()
    {
        _queue.TryQueueEvent(Frame("a"));

        _queue.WaitAsync().AsTask().IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void On_a_closed_queue_there_is_no_wait()
    {
        _queue.Close(CloseReason.Normal);

        _queue.WaitAsync().AsTask().IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task A_frame_ends_the_wait()
    {
        var wait = _queue.WaitAsync().AsTask();
        wait.IsCompleted.Should().BeFalse();

        _queue.TryQueueEvent(Frame("a"));

        await wait.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_too_much_for_a_scope_is_for_the_thread_pool_and_not_for_the_same_threads_poll(bool inScope)
    {
        var first = new OutboundQueue(maxFrames: 1, maxBytes: 100);
        var firstWait = first.WaitAsync().AsTask();
        var wait = _queue.WaitAsync().AsTask();
        var poll = new AfterPoll(() => true);
        var thread = new Thread(() =>
        {
            poll.TryClaimThread();
            if (!inScope)
            {
                _queue.TryQueueEvent(Frame("a"));
                return;
            }

            using var scope = FlushScope.Open(most: 1);
            first.TryQueueEvent(Frame("a"));
            _queue.TryQueueEvent(Frame("b"));
        });
        thread.Start();
        thread.Join();

        if (!inScope)
        {
            wait.IsCompleted.Should().BeFalse("the thread tells it at its next poll");
            poll.Flush();
        }

        await wait.WaitAsync(Patience);
        firstWait.IsCompleted.Should().Be(inScope);
    }

    [Fact]
    public async Task A_close_ends_the_wait()
    {
        var wait = _queue.WaitAsync().AsTask();

        _queue.Close(CloseReason.Replaced);

        await wait.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_held_frame_ends_the_wait_only_with_its_answer()
    {
        var wait = _queue.WaitAsync().AsTask();
        _queue.Hold();
        _queue.TryQueueEvent(Frame("event"));
        wait.IsCompleted.Should().BeFalse();

        _queue.TryQueueAnswer(default);

        await wait.WaitAsync(Patience);
        _queue.TryTake(out _, out _).Should().BeTrue();
    }

    [Fact]
    public void An_empty_answer_with_nothing_held_ends_no_wait()
    {
        var wait = _queue.WaitAsync().AsTask();
        _queue.Hold();

        _queue.TryQueueAnswer(default);

        wait.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task The_sender_may_wait_again()
    {
        for (var round = 0; round < 3; round++)
        {
            var wait = _queue.WaitAsync().AsTask();
            _queue.TryQueueEvent(Frame("a"));
            await wait.WaitAsync(Patience);
            _queue.TryTake(out _, out _).Should().BeTrue();
        }
    }

    [Fact]
    public void In_a_scope_the_wait_ends_with_it_on_its_thread()
    {
        var thread = 0;
        _ = AwaitAsync(() => thread = Environment.CurrentManagedThreadId);
        using (FlushScope.Open(8))
        {
            _queue.TryQueueEvent(Frame("a"));
            _queue.TryQueueEvent(Frame("b"));
            thread.Should().Be(0);
        }

        thread.Should().Be(Environment.CurrentManagedThreadId);
        _queue.Count.Should().Be(2);
    }

    [Fact]
    public async Task Behind_a_scope_whoever_queues_does_not_send()
    {
        using (FlushScope.Open(8))
        {
            _ = _queue.WaitAsync().AsTask();
            _queue.TryQueueEvent(Frame("a"));
        }

        _queue.TryTake(out _, out _).Should().BeTrue();
        var thread = new TaskCompletionSource<int>();
        _ = AwaitAsync(() => thread.SetResult(Environment.CurrentManagedThreadId));
        var asked = new Thread(() => _queue.TryQueueEvent(Frame("b")));
        asked.Start();
        asked.Join(Patience).Should().BeTrue();

        (await thread.Task.WaitAsync(Patience)).Should().NotBe(asked.ManagedThreadId);
    }

    [Fact]
    public async Task Of_many_producers_each_ones_frames_are_taken_in_its_order_and_none_is_lost()
    {
        const int Producers = 4;
        const int Frames = 2000;
        var sender = Task.Run(async () =>
        {
            var taken = new List<string>();
            CloseReason? closed;
            do
            {
                await _queue.WaitAsync();
                closed = _queue.Closed;
                while (_queue.TryTake(out var frame, out _))
                {
                    taken.Add(Encoding.UTF8.GetString(frame.Span));
                }
            }
            while (closed is null);
            return taken;
        });

        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(() =>
        {
            for (var i = 0; i < Frames; i++)
            {
                if (producer == 0 && i % 3 == 0)
                {
                    _queue.Hold();
                    _queue.TryQueueAnswer(Frame($"{producer} {i}"));
                }
                else
                {
                    _queue.TryQueueEvent(Frame($"{producer} {i}"));
                }
            }
        }))).WaitAsync(Patience);
        _queue.Close(CloseReason.Normal);
        var taken = await sender.WaitAsync(Patience);

        for (var producer = 0; producer < Producers; producer++)
        {
            taken.Where(frame => frame.StartsWith($"{producer} ", StringComparison.Ordinal))
                .Should().Equal(Enumerable.Range(0, Frames).Select(i => $"{producer} {i}"));
        }
    }

    private async Task AwaitAsync(Action then)
    {
        await _queue.WaitAsync().ConfigureAwait(false);
        then();
    }

    private static ReadOnlyMemory<byte> Frame(string text) => Encoding.UTF8.GetBytes(text);
}
