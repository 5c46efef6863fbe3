using System.Runtime.CompilerServices;
using Goring.Domain.Shared;

namespace Goring.Web.Signaling;

/// <summary>
/// The messages of one client that are under way together: those that came at once and may overlap. For the loop that
/// receives alone; what is under way answers its client by itself.
/// </summary>
/// <param name="noteAnswer">Is told the code of the error that was answered, or null, by whoever waits.</param>
/// <param name="goesOnBeside">
/// Whether whoever waits goes on on another thread than the one that completed what was waited for, which has more to do than to serve
/// this client.
/// </param>
internal sealed class OverlappingCommands(Action<ErrorCode?> noteAnswer, bool goesOnBeside)
{
    /// <summary>How many are under way at once, at the most.</summary>
    private const int Most = 16;

    private readonly List<ValueTask<ErrorCode?>> _underWay = [];

    public bool Any => _underWay.Count > 0;

    public bool IsFull => _underWay.Count >= Most;

    /// <param name="answered">Completes with the code of the error that was answered, or null.</param>
    public void Add(ValueTask<ErrorCode?> answered) => _underWay.Add(answered);

    /// <summary>Waits for all of them, in their order; where one fails, for no more.</summary>
    public async ValueTask SettleAsync()
    {
        try
        {
            foreach (var command in _underWay)
            {
                await FinishAsync(command);
            }
        }
        finally
        {
            // Each can be awaited once.
            _underWay.Clear();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FinishAsync(ValueTask<ErrorCode?> command)
    {
        var leaves = goesOnBeside && !command.IsCompleted;
        try
        {
            noteAnswer(await command);
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; the loop that receives finds out by itself.
        }

        if (leaves)
        {
            await Task.Yield();
        }
    }
}
