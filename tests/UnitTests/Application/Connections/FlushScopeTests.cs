using Goring.Application.Connections;

namespace Goring.UnitTests.Application.Connections;

/// <summary>What becomes ready while one thread works is told at the end of its scope, and nowhere else.</summary>
public sealed class FlushScopeTests
{
    [Fact]
    public void Without_a_scope_nothing_is_taken() => FlushScope.TryAdd(new Counter()).Should().BeFalse();

    [Fact]
    public void At_the_end_of_a_scope_each_is_flushed_once_in_its_order()
    {
        List<int> flushed = [];
        using (FlushScope.Open(8))
        {
            FlushScope.TryAdd(new Counter(() => flushed.Add(1))).Should().BeTrue();
            FlushScope.TryAdd(new Counter(() => flushed.Add(2))).Should().BeTrue();
            flushed.Should().BeEmpty();
        }

        flushed.Should().Equal(1, 2);
        FlushScope.TryAdd(new Counter()).Should().BeFalse();
    }

    [Fact]
    public void A_scope_takes_no_more_than_it_is_told()
    {
        using (FlushScope.Open(2))
        {
            FlushScope.TryAdd(new Counter()).Should().BeTrue();
            FlushScope.TryAdd(new Counter()).Should().BeTrue();
            FlushScope.TryAdd(new Counter()).Should().BeFalse();
        }
    }

    [Fact]
    public void The_inner_of_two_scopes_flushes_nothing()
    {
        var one = new Counter();
        using (FlushScope.Open(8))
        {
            using (FlushScope.Open(8))
            {
                FlushScope.TryAdd(one).Should().BeTrue();
            }

            one.Count.Should().Be(0);
            FlushScope.TryAdd(new Counter()).Should().BeTrue();
        }

        one.Count.Should().Be(1);
    }

    [Fact]
    public void What_becomes_ready_while_others_are_flushed_is_flushed_too()
    {
        var late = new Counter();
        using (FlushScope.Open(8))
        {
            FlushScope.TryAdd(new Counter(() => FlushScope.TryAdd(late))).Should().BeTrue();
        }

        late.Count.Should().Be(1);
    }

    [Fact]
    public void A_flush_that_fails_leaves_no_scope_behind()
    {
        var scope = () =>
        {
            using (FlushScope.Open(8))
            {
                FlushScope.TryAdd(new Counter(() => throw new InvalidOperationException("no")));
            }
        };

        scope.Should().Throw<InvalidOperationException>();
        FlushScope.TryAdd(new Counter()).Should().BeFalse();
    }

    [Fact]
    public async Task A_scope_is_its_threads_alone()
    {
        using var opened = new SemaphoreSlim(0);
        using var asked = new SemaphoreSlim(0);
        var other = Task.Factory.StartNew(
            () =>
            {
                using (FlushScope.Open(8))
                {
                    opened.Release();
                    asked.Wait(TimeSpan.FromSeconds(10));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        opened.Wait(TimeSpan.FromSeconds(10)).Should().BeTrue();

        FlushScope.TryAdd(new Counter()).Should().BeFalse();

        asked.Release();
        await other;
    }

    private sealed class Counter(Action? then = null) : IFlushable
    {
        public int Count { get; private set; }

        public void Flush()
        {
            Count++;
            then?.Invoke();
        }
    }
}
