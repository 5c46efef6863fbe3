using Goring.Domain.Shared;

namespace Goring.Web.Signaling;

/// <summary>
/// The messages of one client that are under way together: those that came at once and may overlap. For the loop that
/// receives alone; what is under way answers its client by itself.
/// </summary>
/// <param name="noteAnswer">Is told the code of the error that was answered, or null; from any thread.</param>
internal sealed class OverlappingCommands(Action<ErrorCode?> noteAnswer)
{
    /// <summary>How many are under way at once, at the most.</summary>
    private const int Most = 16;

    private readonly List<Task> _underWay = [];

    public bool Any => _underWay.Count > 0;

    public bool IsFull => _underWay.Count >= Most;

    /// <param name="answered">Completes with the code of the error that was answered, or null.</param>
    public void Add(ValueTask<ErrorCode?> answered) => _underWay.Add(FinishAsync(answered));

    /// <summary>Waits for all of them.</summary>
    public async ValueTask SettleAsync()
    {
        foreach (var command in _underWay)
        {
            // Whoever completes it has more to do than to serve this client.
            await command.ConfigureAwait(
                command.IsCompleted ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ForceYielding);
        }

        _underWay.Clear();
    }

    private async Task FinishAsync(ValueTask<ErrorCode?> answered)
    {
        try
        {
            noteAnswer(await answered);
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; the loop that receives finds out by itself.
        }
    }
}
