using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Shared;

namespace Goring.Web.Signaling;

/// <summary>
/// Reads one client's messages and has them done: one after the other, but for those that may overlap, which are under
/// way together where they came together.
/// </summary>
internal sealed class ReceiveLoop(Connection connection, SocketHost host, ClientBudget budget)
{
    /// <summary>
    /// With two processors another thread would have to be woken, and finds none to run on; where there are more, the thread that reads
    /// the store's answers is not to be kept from them for long.
    /// </summary>
    private static readonly bool OthersHelp = Environment.ProcessorCount > 2;

    private OverlappingCommands? _overlapping;

    /// <summary>Until the client closes.</summary>
    /// <exception cref="WebSocketException">The connection is lost, or does not speak the protocol.</exception>
    public async Task RunAsync(WebSocket socket, TransportStream? stream, CancellationToken cancellationToken)
    {
        using var deadline = new MessageDeadline(host.Settings.MessageTimeout, host.Time, connection);
        using var reader = new FrameReader(socket, stream, ConnectionSettings.MaxMessageBytes, deadline);
        try
        {
            while (true)
            {
                var arriving = reader.ArriveAsync();
                if (!arriving.IsCompleted)
                {
                    await SettleAsync();
                    connection.EndCommand();
                }

                var reading = reader.ReadAsync(await arriving);
                if (!reading.IsCompleted)
                {
                    await SettleAsync();
                    connection.EndCommand();
                }

                var frame = await reading;
                if (frame.Kind == FrameKind.Close)
                {
                    return;
                }

                // A closing connection is read on only to find the client's own close behind what it still sends.
                if (connection.TryBeginCommand())
                {
                    await HandleAsync(frame, reader, cancellationToken);
                    if (_overlapping is { IsFull: true } || connection.IsToClose)
                    {
                        await SettleAsync();
                    }

                    if (_overlapping is not { Any: true })
                    {
                        connection.EndCommand();
                    }
                }
            }
        }
        finally
        {
            await SettleAsync();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HandleAsync(ReceivedFrame frame, FrameReader reader, CancellationToken cancellationToken)
    {
        if (frame.Kind == FrameKind.TooLarge)
        {
            await SettleAsync();
            connection.Close(CloseReason.TooLarge);
            return;
        }

        var isHeard = budget.TryTakeMessage();
        var incoming = isHeard && frame.Kind == FrameKind.Text ? MessageDispatcher.Read(frame.Bytes, connection) : default;
        if (incoming.Message is { MayOverlap: true } message)
        {
            // Not waited for: those that came with it are to be under way together. It is waited for as soon as nothing
            // more has arrived, or something that may not overlap.
            var command = host.Dispatcher.Begin(message, incoming.Type, connection, cancellationToken);
            if (command.Reply.IsCompleted && _overlapping is not { Any: true })
            {
                NoteAnswer(await host.Dispatcher.EndAsync(command, connection, cancellationToken));
                return;
            }

            message.ForgetFrame();
            reader.Forget();
            _overlapping ??= Overlapping(cancellationToken);
            _overlapping.Add(command);
            return;
        }

        await SettleAsync();
        if (!isHeard)
        {
            NoteUnheard(MessageDispatcher.RefuseUnheard(frame.Bytes, connection, ErrorCode.RateLimited));
        }
        else if (frame.Kind == FrameKind.Binary)
        {
            NoteUnheard(MessageDispatcher.Refuse(connection, ErrorCode.InvalidMessage, "a message is a text frame"));
        }
        else
        {
            if (incoming.Message is not IRelayed)
            {
                reader.Forget();
            }

            NoteAnswer(await host.Dispatcher.DispatchAsync(incoming, connection, cancellationToken));
        }
    }

    /// <summary>A method of its own: where it stood among others, each call of theirs would make the closure.</summary>
    private OverlappingCommands Overlapping(CancellationToken cancellationToken) =>
        new(command => host.Dispatcher.EndAsync(command, connection, cancellationToken), NoteAnswer, OthersHelp);

    /// <summary>Waits for the messages that overlap.</summary>
    private ValueTask SettleAsync() => _overlapping is { Any: true } some ? some.SettleAsync() : ValueTask.CompletedTask;

    private void NoteUnheard(ErrorCode error)
    {
        host.Messages.Refused(error, connection);
        NoteAnswer(error);
    }

    private void NoteAnswer(ErrorCode? error)
    {
        if (error is ErrorCode.InvalidMessage or ErrorCode.RateLimited && !budget.TryTakeMistake())
        {
            connection.Close(CloseReason.Policy);
        }
    }
}
