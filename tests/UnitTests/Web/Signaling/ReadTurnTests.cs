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
            turn.Took(1).Should().Be(1);
            (++reads).Should().BeLessThan(100_000_000);
        }

        reads.Should().BeGreaterThanOrEqualTo(64);
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

        reads.Should().BeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Whoever_is_gone_waits_for_no_turn()
    {
        var waiting = () => ReadTurn.NextAsync(new CancellationToken(canceled: true));

        await waiting.Should().ThrowAsync<OperationCanceledException>();
    }
}
