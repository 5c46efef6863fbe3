using Goring.Application.Protocol;
using Goring.Domain.Shared;

namespace Goring.Web.Signaling;

/// <summary>
/// The messages of one client that are under way together: those that came at once and may overlap. For the loop that
/// receives alone. Each is answered in its turn by whoever waits, so that of those behind it nothing is alive but what they ask of the
/// store: at 500 pairs the collector copies thousands of them.
/// </summary>
/// <param name="end">Waits for a command, answers it, and says with the code of which error, or null.</param>
/// <param name="noteAnswer">Is told that code.</param>
/// <param name="goesOnBeside">
/// Whether whoever waits goes on on another thread than the one that completed what was waited for, which has more to do than to serve
/// this client.
/// </param>
internal sealed class OverlappingCommands(
    Func<CommandUnderWay, ValueTask<ErrorCode?>> end, Action<ErrorCode?> noteAnswer, bool goesOnBeside)
{
    /// <summary>How many are under way at once, at the most.</summary>
    private const int Most = 16;

    private readonly List<CommandUnderWay> _underWay = [];

    public bool Any => _underWay.Count > 0;

    public bool IsFull => _underWay.Count >= Most;

    public void Add(CommandUnderWay command) => _underWay.Add(command);

    /// <summary>Waits for all of them, in their order; where one fails, for no more.</summary>
    public async ValueTask SettleAsync()
    {
        var leaves = false;
        try
        {
            foreach (var command in _underWay)
            {
                leaves |= goesOnBeside && !command.Reply.IsCompleted;
                try
                {
                    // To end one that is done takes nothing more.
                    await ((Task)command.Reply).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    noteAnswer(await end(command));
                }
                catch (OperationCanceledException)
                {
                    // The connection is gone; the loop that receives finds out by itself.
                }
            }
        }
        finally
        {
            // Each is answered once.
            _underWay.Clear();
        }

        if (leaves)
        {
            await Task.Yield();
        }
    }
}
