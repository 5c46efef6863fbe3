using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class ReadTurnTests
{
    [Fact]
    public async Task Turn_is_over_after_many_reads_and_the_next_begins_anew()
    {
        var turn = new ReadTurn();
        var reads = 0;
        while (!turn.IsOver())
        {
            turn.Took(1);
            (++reads).Should().BeLessThan(100_000_000);
        }

        // More than 64 only where the clock began another turn meanwhile.
        reads.Should().BeInRange(64, 6400);
        await ReadTurn.NextAsync(CancellationToken.None);
        turn.IsOver().Should().BeFalse();
    }

    [Fact]
    public void Turn_is_over_after_many_bytes()
    {
        var turn = new ReadTurn();
        var reads = 0;
        while (!turn.IsOver())
        {
            turn.Took(60_000);
            (++reads).Should().BeLessThan(100_000_000);
        }

        reads.Should().BeInRange(3, 63, "as many reads alone would be a turn too");
    }

    [Fact]
    public async Task Whoever_is_gone_waits_for_no_turn()
    {
        var waiting = () => ReadTurn.NextAsync(new CancellationToken(canceled: true));

        await waiting.Should().ThrowAsync<OperationCanceledException>();
    }
}
