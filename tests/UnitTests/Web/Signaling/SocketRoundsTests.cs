using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class SocketRoundsTests
{
    private readonly ManualTime _time = new();
    private readonly SocketRounds _rounds;

    public SocketRoundsTests() => _rounds = new(new(_time), _time);

    [Fact]
    public void Each_is_looked_at_when_it_said()
    {
        var soon = new Timed(TimeSpan.FromSeconds(1));
        var late = new Timed(TimeSpan.FromSeconds(20));
        _rounds.Enter(soon);
        _rounds.Enter(late);

        Pass(TimeSpan.FromSeconds(21));

        soon.Looks.Should().Equal(Enumerable.Range(0, 21).Select(i => 0.5 + i));
        late.Looks.Should().Equal(0.5, 20.5);
    }

    [Fact]
    public void Nobody_is_left_alone_for_more_than_a_minute()
    {
        var endless = new Timed(TimeSpan.MaxValue);
        _rounds.Enter(endless);

        Pass(TimeSpan.FromSeconds(121));

        endless.Looks.Should().Equal(0.5, 60.5, 120.5);
    }

    [Fact]
    public void One_that_has_changed_is_looked_at_in_the_next_round()
    {
        var one = new Timed(TimeSpan.FromMinutes(1));
        var place = _rounds.Enter(one);
        Pass(TimeSpan.FromSeconds(3));

        _rounds.Changed(place);
        Pass(TimeSpan.FromSeconds(3));

        one.Looks.Should().Equal(0.5, 3.5);
    }

    [Fact]
    public void One_that_changes_while_it_is_looked_at_is_looked_at_again()
    {
        var place = 0;
        var one = new Timed(TimeSpan.FromMinutes(1));
        one.OnLook = () =>
        {
            if (one.Looks.Count == 1)
            {
                _rounds.Changed(place);
            }
        };
        place = _rounds.Enter(one);

        Pass(TimeSpan.FromSeconds(5));

        one.Looks.Should().Equal(0.5, 1);
    }

    [Fact]
    public void One_that_leaves_is_looked_at_no_more_and_its_place_is_anothers()
    {
        var place = 0;
        var gone = new Timed(TimeSpan.Zero);
        gone.OnLook = () => _rounds.Leave(place);
        place = _rounds.Enter(gone);
        Pass(TimeSpan.FromSeconds(2));

        var next = new Timed(TimeSpan.FromSeconds(1));
        _rounds.Enter(next).Should().Be(place);
        Pass(TimeSpan.FromSeconds(2));

        gone.Looks.Should().Equal(0.5);
        next.Looks.Should().Equal(2.5, 3.5);
    }

    [Fact]
    public void A_place_that_was_taken_over_during_a_look_keeps_its_own_time()
    {
        var place = 0;
        var next = new Timed(TimeSpan.FromSeconds(30));
        var gone = new Timed(TimeSpan.FromMinutes(1));
        gone.OnLook = () =>
        {
            _rounds.Leave(place);
            _rounds.Enter(next);
        };
        place = _rounds.Enter(gone);

        Pass(TimeSpan.FromSeconds(2));

        next.Looks.Should().Equal(1);
    }

    [Fact]
    public void There_is_room_for_many()
    {
        var many = Enumerable.Range(0, 1000).Select(_ => new Timed(TimeSpan.FromMinutes(1))).ToList();
        var places = many.Select(_rounds.Enter).ToList();

        Pass(TimeSpan.FromSeconds(1));

        places.Should().OnlyHaveUniqueItems();
        many.Should().OnlyContain(one => one.Looks.Count == 1);
    }

    /// <summary>Two rounds a second.</summary>
    private void Pass(TimeSpan span)
    {
        for (var end = _time.GetUtcNow() + span; _time.GetUtcNow() < end;)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            _rounds.Run();
        }
    }

    private sealed class Timed(TimeSpan alone) : ITimed
    {
        /// <summary>Seconds since the start.</summary>
        public List<double> Looks { get; } = [];

        public Action OnLook { get; set; } = () => { };

        public TimeSpan Look(DateTimeOffset now)
        {
            Looks.Add((now - ManualTime.Start).TotalSeconds);
            OnLook();
            return alone;
        }
    }
}
