using System.Text;
using Goring.Application.Connections;

namespace Goring.UnitTests.Application.Connections;

public sealed class EventGateTests
{
    private readonly List<ReadOnlyMemory<byte>> _passed = [];

    [Fact]
    public void A_closed_gate_keeps_everything()
    {
        var gate = new EventGate(numbered: true);

        gate.Offer(Event(1), _passed).Should().Be(EventFate.Taken);

        _passed.Should().BeEmpty();
        gate.Waiting.Should().Be(1);
    }

    [Fact]
    public void What_a_closed_gate_kept_is_handed_out_when_it_opens()
    {
        var gate = new EventGate(numbered: true);
        gate.Offer(Event(5), _passed);
        gate.Offer(Event(6), _passed);

        gate.Open(4).Should().Equal([Event(5), Event(6)], (left, right) => left.Seq == right.Seq);

        gate.LastSeq.Should().Be(4);
        gate.Waiting.Should().Be(0);
    }

    [Fact]
    public void Events_in_their_order_pass_at_once() => Passed(1, 2, 3).Should().Equal("1", "2", "3");

    [Fact]
    public void One_that_is_ahead_waits_for_those_before_it() => Passed(1, 4, 3, 2).Should().Equal("1", "2", "3", "4");

    [Fact]
    public void A_repeated_one_is_dropped() => Passed(1, 1, 2, 1, 3, 2).Should().Equal("1", "2", "3");

    [Fact]
    public void One_that_waits_twice_passes_once() => Passed(1, 3, 3, 2).Should().Equal("1", "2", "3");

    [Fact]
    public void One_that_waits_and_comes_again_is_dropped() => Passed(3, 1, 2, 3).Should().Equal("1", "2", "3");

    [Fact]
    public void Whoever_is_ahead_or_has_no_number_is_told_so()
    {
        var gate = new EventGate(numbered: true);
        gate.Open(7);

        gate.Offer(Event(9), _passed).Should().Be(EventFate.Ahead);
        gate.Offer(Event(0), _passed).Should().Be(EventFate.Unnumbered);
        gate.Offer(Event(8), _passed).Should().Be(EventFate.Taken);

        gate.LastSeq.Should().Be(9);
    }

    [Fact]
    public void Without_numbers_everything_passes_as_it_comes()
    {
        var gate = new EventGate(numbered: false);
        gate.Open(0);

        gate.Offer(Event(0), _passed).Should().Be(EventFate.Taken);
        gate.Offer(Event(0), _passed).Should().Be(EventFate.Taken);

        _passed.Should().HaveCount(2);
    }

    private static ServerEvent Event(long seq) => new(Encoding.UTF8.GetBytes($"{seq}"), seq);

    private string[] Passed(params long[] numbers)
    {
        var gate = new EventGate(numbered: true);
        gate.Open(0);
        foreach (var number in numbers)
        {
            gate.Offer(Event(number), _passed);
        }

        return [.. _passed.Select(frame => Encoding.UTF8.GetString(frame.Span))];
    }
}
