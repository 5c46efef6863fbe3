using System.Text;
using Goring.Application.Connections;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class OutboundQueueTests
{
    private readonly OutboundQueue _queue = new(maxFrames: 4, maxBytes: 10);

    [Fact]
    public void Frames_are_taken_in_the_order_they_were_queued()
    {
        _queue.TryQueueEvent(Frame("a"));
        _queue.TryQueueAnswer(Frame("b"));
        _queue.TryQueueEvent(Frame("c"));

        TakeAll().Should().Equal("a", "b", "c");
    }

    [Fact]
    public void An_empty_queue_has_nothing_to_take() => _queue.TryTake(out _, out _).Should().BeFalse();

    [Fact]
    public void So_many_frames_fit_and_no_more()
    {
        for (var i = 0; i < 4; i++)
        {
            _queue.TryQueueEvent(Frame("x")).Should().Be(Queued.Taken);
        }

        _queue.TryQueueEvent(Frame("y")).Should().Be(Queued.Full);
        TakeAll().Should().Equal("x", "x", "x", "x");
    }

    [Fact]
    public void So_many_bytes_fit_and_no_more()
    {
        _queue.TryQueueEvent(Frame("1234567890")).Should().Be(Queued.Taken);

        _queue.TryQueueEvent(Frame("x")).Should().Be(Queued.Full);
    }

    [Fact]
    public void A_frame_larger_than_the_queue_never_fits() =>
        _queue.TryQueueEvent(Frame("12345678901")).Should().Be(Queued.Full);

    [Fact]
    public void What_was_taken_makes_room()
    {
        _queue.TryQueueEvent(Frame("1234567890"));
        _queue.TryTake(out _, out _);

        _queue.TryQueueEvent(Frame("1234567890")).Should().Be(Queued.Taken);
    }

    [Fact]
    public void An_answer_is_bounded_too()
    {
        _queue.TryQueueEvent(Frame("1234567890"));

        _queue.TryQueueAnswer(Frame("x")).Should().Be(Queued.Full);
    }

    [Fact]
    public void Frames_that_are_held_count()
    {
        _queue.Hold();
        for (var i = 0; i < 4; i++)
        {
            _queue.TryQueueEvent(Frame("x"));
        }

        _queue.TryQueueEvent(Frame("y")).Should().Be(Queued.Full);
    }

    [Fact]
    public void Bytes_that_are_held_count()
    {
        _queue.Hold();
        _queue.TryQueueEvent(Frame("12345"));

        _queue.TryQueueEvent(Frame("123456")).Should().Be(Queued.Full);
    }

    [Fact]
    public void Events_wait_for_the_answer_that_was_announced()
    {
        _queue.Hold();
        _queue.TryQueueEvent(Frame("event"));

        TakeAll().Should().BeEmpty();
    }

    [Fact]
    public void They_follow_the_answer_in_their_order()
    {
        _queue.Hold();
        _queue.TryQueueEvent(Frame("1"));
        _queue.TryQueueEvent(Frame("2"));
        _queue.TryQueueAnswer(Frame("answer"));
        _queue.TryQueueEvent(Frame("3"));

        TakeAll().Should().Equal("answer", "1", "2", "3");
    }

    [Fact]
    public void What_was_queued_before_the_hold_does_not_wait()
    {
        _queue.TryQueueEvent(Frame("before"));
        _queue.Hold();
        _queue.TryQueueEvent(Frame("e"));

        TakeAll().Should().Equal("before");
    }

    [Fact]
    public void An_empty_answer_lets_go_and_is_no_frame()
    {
        _queue.Hold();
        _queue.TryQueueEvent(Frame("event"));

        _queue.TryQueueAnswer(default).Should().Be(Queued.Taken);

        TakeAll().Should().Equal("event");
    }

    [Fact]
    public void A_second_hold_holds_again()
    {
        _queue.Hold();
        _queue.TryQueueAnswer(Frame("1"));
        _queue.Hold();
        _queue.TryQueueEvent(Frame("2"));

        TakeAll().Should().Equal("1");
    }

    [Theory]
    [InlineData(CloseReason.Normal)]
    [InlineData(CloseReason.Policy)]
    [InlineData(CloseReason.TooLarge)]
    [InlineData(CloseReason.Restarting)]
    [InlineData(CloseReason.Replaced)]
    public void What_waits_when_it_is_closed_still_goes_out(CloseReason reason)
    {
        _queue.TryQueueEvent(Frame("a"));

        _queue.Close(reason).Should().BeTrue();

        _queue.Closed.Should().Be(reason);
        TakeAll().Should().Equal("a");
    }

    [Fact]
    public void A_client_that_is_too_slow_gets_no_more()
    {
        _queue.TryQueueEvent(Frame("a"));

        _queue.Close(CloseReason.TooSlow);

        TakeAll().Should().BeEmpty();
    }

    [Fact]
    public void A_closed_queue_takes_nothing()
    {
        _queue.Close(CloseReason.Normal);

        _queue.TryQueueEvent(Frame("a")).Should().Be(Queued.Closed);
        _queue.TryQueueAnswer(Frame("b")).Should().Be(Queued.Closed);
        TakeAll().Should().BeEmpty();
    }

    [Fact]
    public void The_first_reason_counts()
    {
        _queue.Close(CloseReason.Replaced);

        _queue.Close(CloseReason.TooSlow).Should().BeFalse();

        _queue.Closed.Should().Be(CloseReason.Replaced);
    }

    [Fact]
    public void An_open_queue_has_no_reason() => _queue.Closed.Should().BeNull();

    private static ReadOnlyMemory<byte> Frame(string text) => Encoding.UTF8.GetBytes(text);

    private IEnumerable<string> TakeAll()
    {
        while (_queue.TryTake(out var frame, out _))
        {
            yield return Encoding.UTF8.GetString(frame.Span);
        }
    }
}
