using System.Threading.Channels;
using Goring.Application.Ports;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Connections;

/// <summary>
/// Brings to a connection what did not come live in its order: events that were missed are read from the store,
/// events without a number get one. One worker, so that what one connection asks for is done in order.
/// </summary>
public sealed class ReplayPump(IReplay replay, ILogger<ReplayPump> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>(new() { SingleReader = true });

    /// <summary>Reads the events that a connection misses.</summary>
    public void Catch(IClientConnection connection) => _work.Writer.TryWrite(new(connection, default));

    /// <summary>Numbers an event of a connection and sends it there.</summary>
    public void Adopt(IClientConnection connection, ReadOnlyMemory<byte> frame) =>
        _work.Writer.TryWrite(new(connection, frame));

    /// <summary>Works until it is cancelled. A store that fails is asked again.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        await foreach (var work in _work.Reader.ReadAllAsync(cancellationToken))
        {
            while (!await TryDoAsync(work, cancellationToken))
            {
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    private async Task<bool> TryDoAsync(Work work, CancellationToken cancellationToken)
    {
        var connection = work.Connection;
        if (connection.IsClosing)
        {
            return true;
        }

        try
        {
            if (!work.Frame.IsEmpty)
            {
                connection.TrySend(await replay.AdoptAsync(connection, work.Frame, cancellationToken));
            }
            else if (await replay.ReadAsync(connection, cancellationToken) is { } missed)
            {
                foreach (var @event in missed)
                {
                    connection.TrySend(@event);
                }
            }
            else
            {
                // They are gone: the client starts anew from the snapshot.
                logger.EventsGone(connection.User.Id, connection.Id);
                connection.Close(CloseReason.Restarting);
            }

            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private readonly record struct Work(IClientConnection Connection, ReadOnlyMemory<byte> Frame);
}
