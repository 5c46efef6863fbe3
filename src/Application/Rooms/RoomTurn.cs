namespace Goring.Application.Rooms;

/// <summary>One at a time, without blocking a thread: who comes later waits for who came before.</summary>
internal sealed class RoomTurn
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Completes when all who asked before have disposed of theirs.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var mine = new Turn();
        Task before;
        lock (_gate)
        {
            before = _last;
            _last = AfterBothAsync(before, mine.Over);
        }

        try
        {
            await before.WaitAsync(cancellationToken);
            return mine;
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    private static async Task AfterBothAsync(Task before, Task mine)
    {
        await before;
        await mine;
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public void Dispose() => _over.TrySetResult();
    }
}
