using System.Threading.RateLimiting;
using Goring.UnitTests.Support;
using Goring.Web.Edge;

namespace Goring.UnitTests.Web.Edge;

public sealed class SocketAdmissionTests : IDisposable
{
    private readonly SocketAdmission _admission = new(EdgeSettings.Read(Settings.Reader(("MAX_CONNECTIONS", "1000"))));

    [Fact]
    public async Task Turns_are_few_and_given_in_the_order_in_which_they_were_asked_for()
    {
        Queue<RateLimitLease> taken = new();
        List<Task<RateLimitLease>> waiting = [];
        while (waiting.Count < 3)
        {
            var turn = _admission.TakeTurnAsync(CancellationToken.None).AsTask();
            if (taken.Count < 4 * Environment.ProcessorCount)
            {
                taken.Enqueue(await turn.WaitAsync(TimeSpan.FromSeconds(10)));
            }
            else
            {
                waiting.Add(turn);
            }
        }

        waiting.Should().OnlyContain(turn => !turn.IsCompleted);
        foreach (var turn in waiting)
        {
            taken.Dequeue().Dispose();
            taken.Enqueue(await turn.WaitAsync(TimeSpan.FromSeconds(10)));
            waiting.SkipWhile(other => other != turn).Skip(1).Should().NotContain(other => other.IsCompleted);
        }
    }

    [Fact]
    public async Task Whoever_leaves_while_waiting_takes_nobodys_turn()
    {
        List<RateLimitLease> taken = [];
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
        {
            taken.Add(await _admission.TakeTurnAsync(CancellationToken.None));
        }

        using var gone = new CancellationTokenSource();
        var first = _admission.TakeTurnAsync(gone.Token).AsTask();
        var second = _admission.TakeTurnAsync(CancellationToken.None).AsTask();
        await gone.CancelAsync();
        await first.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();

        taken[0].Dispose();

        (await second.WaitAsync(TimeSpan.FromSeconds(10))).IsAcquired.Should().BeTrue();
    }

    public void Dispose() => _admission.Dispose();
}
