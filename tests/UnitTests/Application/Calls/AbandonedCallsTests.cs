using Goring.Application.Calls;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class AbandonedCallsTests
{
    private readonly AbandonedCalls _calls = new();

    [Fact]
    public void A_call_is_there_until_it_is_removed()
    {
        _calls.Add(new("one"), People.Alice);
        _calls.Add(new("two"), People.Bob);
        _calls.Remove(new("one"));

        _calls.Snapshot().Should().ContainSingle()
            .Which.Should().Be(new KeyValuePair<SessionId, User>(new("two"), People.Bob));
    }

    [Fact]
    public async Task A_snapshot_may_be_taken_while_calls_come()
    {
        var coming = Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                _calls.Add(new($"{i}"), People.Alice);
            }
        });

        while (!coming.IsCompleted)
        {
            _ = _calls.Snapshot();
        }

        await coming;
        _calls.Snapshot().Should().HaveCount(20_000);
    }
}
