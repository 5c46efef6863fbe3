using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Shared;

namespace Goring.Application.Protocol;

/// <summary>
/// Turns one frame of a client into its command, sends it through MediatR and queues the answer. It needs no socket,
/// so a test can drive the whole server in memory.
/// </summary>
public sealed class MessageDispatcher(
    ClientCommands commands, MessageMetrics metrics, CallMetrics calls, TimeProvider time)
{
    /// <summary>Reads one text frame of a client.</summary>
    /// <param name="frame">The message keeps a reference to it.</param>
    /// <param name="from">The connection it came over.</param>
    public static Incoming Read(ReadOnlyMemory<byte> frame, IClientSocket from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var read = ClientFrame.Read(frame, from.Protocol.Inbound, from.SpeaksV1, (from as IClientConnection)?.Call?.Value);
        return new(read.Message, read.Type, read.Id, read.Fault);
    }

    /// <summary>Reads a frame and does what it says.</summary>
    /// <param name="frame">One text frame. It is not read any more once the task has completed.</param>
    /// <param name="from">The connection it came over, which gets the answer.</param>
    /// <param name="cancellationToken">Ends the command with its connection.</param>
    /// <returns>The code of the error that was answered, or null.</returns>
    public ValueTask<ErrorCode?> DispatchAsync(
        ReadOnlyMemory<byte> frame, IClientSocket from, CancellationToken cancellationToken) =>
        DispatchAsync(Read(frame, from), from, cancellationToken);

    /// <summary>Does what a frame says that was read.</summary>
    /// <inheritdoc cref="DispatchAsync(ReadOnlyMemory{byte}, IClientSocket, CancellationToken)"/>
    public ValueTask<ErrorCode?> DispatchAsync(
        Incoming incoming, IClientSocket from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (message, type, id, fault) = incoming;
        if (message is null)
        {
            metrics.Answered(type, ErrorCode.InvalidMessage, from, metrics.Begin());
            return new(Refuse(from, ErrorCode.InvalidMessage, fault!, type, id));
        }

        return EndAsync(Begin(message, type, from, cancellationToken), from, cancellationToken);
    }

    /// <summary>
    /// Begins a command; it is answered by <see cref="EndAsync"/>, which is to be called of each that answers with a state, whatever
    /// becomes of others. Of those that overlap nothing more is kept meanwhile.
    /// </summary>
    public CommandUnderWay Begin(
        ClientMessage message, string? type, IClientSocket from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(from);
        message.Sender = from.Sender;
        if (message.AnswersWithState)
        {
            from.HoldEvents();
        }

        var reply = Tracing.IsOn || metrics.Measures
            ? MeasureAsync(message, type, from, cancellationToken)
            : commands.Begin(message, cancellationToken);
        return new(reply, message, type);
    }

    /// <summary>Waits for a command and queues its answer.</summary>
    /// <param name="from">The connection that it came over.</param>
    /// <returns>The code of the error that was answered, or null.</returns>
    public ValueTask<ErrorCode?> EndAsync(
        CommandUnderWay command, IClientSocket from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);

        // A relay on the embedded store is done by now, and waits for nothing.
        return command.Reply is { IsCompletedSuccessfully: true, Result: var reply }
            ? new(Answer(reply, command.Message, command.Type, from))
            : AnswerAsync(command.Reply, command.Message, command.Type, from, cancellationToken);
    }

    private async Task<Reply> MeasureAsync(
        ClientMessage message, string? type, IClientSocket from, CancellationToken cancellationToken)
    {
        var begun = metrics.Begin();
        using var span = Tracing.IsOn ? Tracing.Command(type!, message.SessionAt(time.GetUtcNow())) : null;
        var reply = await commands.SendAsync(message, cancellationToken);
        var error = (reply as Reply.Refusal)?.Code;
        span.Ended(error);
        metrics.Answered(type, error, from, begun);
        return reply;
    }

    private async ValueTask<ErrorCode?> AnswerAsync(
        Task<Reply> command, ClientMessage message, string? type, IClientSocket from, CancellationToken cancellationToken)
    {
        Reply reply;
        try
        {
            reply = await command;
        }
#pragma warning disable CA1031 // Whatever it is, the client gets an answer and keeps its connection.
        catch (Exception error) when (!ClientCommands.IsGivenUp(error, cancellationToken))
#pragma warning restore CA1031
        {
            reply = commands.ReplyTo(error, message);
        }
        catch
        {
            Queue(ReadOnlyMemory<byte>.Empty, message, from);
            throw;
        }

        return Answer(reply, message, type, from);
    }

    /// <returns>The code of the error that was answered, or null.</returns>
    private ErrorCode? Answer(Reply reply, ClientMessage message, string? type, IClientSocket from)
    {
        var answer = ReadOnlyMemory<byte>.Empty;
        try
        {
            answer = FrameOf(reply, message, type, from.Protocol);
            if (from is IClientConnection caller)
            {
                NoteCall(message, reply, caller);
                if (reply is not Reply.Refusal)
                {
                    calls.Noted(message, caller);
                }
            }

            return (reply as Reply.Refusal)?.Code;
        }
        finally
        {
            Queue(answer, message, from);
        }
    }

    /// <summary>Queues an answer, if there is one. Whatever became of the command: events that were held for an answer go on behind it.</summary>
    private static void Queue(ReadOnlyMemory<byte> answer, ClientMessage message, IClientSocket from)
    {
        if (message.AnswersWithState || !answer.IsEmpty)
        {
            from.Answer(answer);
        }
    }

    /// <summary>Answers a text frame that is not let in, with as much as the answer repeats of it.</summary>
    public static ErrorCode RefuseUnheard(ReadOnlyMemory<byte> frame, IClientSocket from, ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (_, type, id, _) = Read(frame, from);
        return Refuse(from, code, ErrorTexts.For(code), type, id);
    }

    /// <summary>Answers a frame of which nothing is known.</summary>
    public static ErrorCode Refuse(
        IClientSocket from, ErrorCode code, string message, string? type = null, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        from.Answer(WireFrame.Of(from.Protocol.Error(code, message, type, session: null), id));
        return code;
    }

    private static ReadOnlyMemory<byte> FrameOf(
        Reply reply, ClientMessage message, string? type, ClientProtocol protocol) => reply switch
        {
            Reply.Answer answer => WireFrame.Of(answer.Message, message.Id),
            Reply.Refusal refusal => WireFrame.Of(
                protocol.Error(refusal.Code, refusal.Message, type, KnownSession(message)), message.Id),
            _ => message.Id is { } id ? WireFrame.Of(new Ack(), id) : default,
        };

    /// <summary>What the connection remembers of its call, should the store forget it.</summary>
    private static void NoteCall(ClientMessage message, Reply reply, IClientConnection from)
    {
        if (reply is Reply.Answer { Message: CallRinging ringing })
        {
            from.Call = ringing.SessionId;
        }
        else if (message.LeavesCall && IsOut(reply) && from.Call?.Value == message.SessionIdOrNull)
        {
            from.Call = null;
        }
    }

    /// <summary>
    /// Whether whoever asked to leave a call need not be told that it is lost. After a fault of the store they may be
    /// out of it, and it is theirs to ask again.
    /// </summary>
    private static bool IsOut(Reply reply) =>
        reply is not Reply.Refusal { Code: not (ErrorCode.InternalError or ErrorCode.SessionNotFound) };

    private static string? KnownSession(ClientMessage message) =>
        message.SessionIdOrNull is { Length: <= SessionId.MaxLength } id && !string.IsNullOrWhiteSpace(id) ? id : null;
}

/// <summary>A client's frame as it was read: its message, or what is wrong with it.</summary>
/// <param name="Message">Not yet validated; null where <paramref name="Fault"/> is set.</param>
/// <param name="Type">Its type, where it is one of the table.</param>
/// <param name="Id">The client's name for it, where it gave one.</param>
public readonly record struct Incoming(ClientMessage? Message, string? Type, string? Id, string? Fault);

/// <summary>A command that has begun, and what its answer takes.</summary>
/// <param name="Type">As <see cref="Incoming.Type"/>.</param>
public readonly record struct CommandUnderWay(Task<Reply> Reply, ClientMessage Message, string? Type);
