using System.Threading.Channels;
using Goring.Web.Edge;

namespace Goring.UnitTests.Web.Edge;

public sealed class SelfSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Channel<int> _heard = Channel.CreateUnbounded<int>();

    [Fact]
    public async Task Each_signal_is_heard_and_nothing_before_it()
    {
        using var socket = SelfSocket.TryOpen(_ => _heard.Writer.TryWrite(1))!;

        for (var i = 0; i < 1000; i++)
        {
            _heard.Reader.TryPeek(out _).Should().BeFalse();
            socket.TrySignal().Should().BeTrue();
            await HeardAsync();
        }
    }

    [Fact]
    public async Task A_signal_while_one_is_heard_is_heard_behind_it()
    {
        var count = 0;
        using var socket = SelfSocket.TryOpen(self =>
        {
            if (++count < 5)
            {
                self.TrySignal().Should().BeTrue();
            }

            _heard.Writer.TryWrite(count);
        })!;

        socket.TrySignal();

        for (var i = 1; i <= 5; i++)
        {
            (await HeardAsync()).Should().Be(i);
        }
    }

    [Fact]
    public async Task It_may_end_itself_where_it_is_heard()
    {
        using var socket = SelfSocket.TryOpen(self =>
        {
            self.Dispose();
            _heard.Writer.TryWrite(1);
        })!;

        socket.TrySignal();
        await HeardAsync();

        socket.TrySignal().Should().BeFalse();
    }

    private async Task<int> HeardAsync()
    {
        using var bound = new CancellationTokenSource(Patience);
        return await _heard.Reader.ReadAsync(bound.Token);
    }
}
