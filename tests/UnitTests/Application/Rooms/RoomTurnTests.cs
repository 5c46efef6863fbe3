using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

/// <summary>One change of a client at a time.</summary>
public sealed class RoomTurnTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeRoomSocket _socket = new(new ManualTime());

    [Fact]
    public async Task Who_comes_later_waits_for_who_came_before()
    {
        var first = await _socket.Client.TakeTurnAsync(CancellationToken.None);
        var second = _socket.Client.TakeTurnAsync(CancellationToken.None);
        var third = _socket.Client.TakeTurnAsync(CancellationToken.None);
        second.IsCompleted.Should().BeFalse();

        first.Dispose();

        (await second.WaitAsync(Patience)).Dispose();
        (await third.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_waited_for()
    {
        var first = await _socket.Client.TakeTurnAsync(CancellationToken.None);
        using var over = new CancellationTokenSource();
        var second = _socket.Client.TakeTurnAsync(over.Token);
        var third = _socket.Client.TakeTurnAsync(CancellationToken.None);

        await over.CancelAsync();

        var wait = async () => await second.WaitAsync(Patience);
        await wait.Should().ThrowAsync<OperationCanceledException>();
        third.IsCompleted.Should().BeFalse("the first is not done");
        first.Dispose();
        (await third.WaitAsync(Patience)).Dispose();
    }
}
