using Goring.Domain.Calls;

namespace Goring.UnitTests.Domain.Calls;

public sealed class CallTransitionTests
{
    [Fact]
    public void Rejecting_ending_and_running_out_of_time_are_final() =>
        CallTransition.All.Where(row => row.IsFinal).Select(row => row.Name)
            .Should().BeEquivalentTo("reject", "end", "ring_timed_out", "peer_lost");

    [Fact]
    public void Only_the_loss_of_a_peer_asks_whether_they_are_away() =>
        CallTransition.All.Where(row => row.OnlyWhileAway).Select(row => row.Name).Should().Equal("peer_lost");

    [Fact]
    public void Relaying_and_checking_change_no_state() =>
        CallTransition.All.Where(row => row.To is null).Select(row => row.Name).Should().BeEquivalentTo("relay", "check");

    [Fact]
    public void Every_step_has_a_name_of_its_own() =>
        CallTransition.All.Select(row => row.Name).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Every_step_declared_is_listed() =>
        typeof(CallTransition).GetProperties()
            .Where(property => property.PropertyType == typeof(CallTransition))
            .Select(property => property.GetValue(null))
            .Should().BeEquivalentTo(CallTransition.All);
}
