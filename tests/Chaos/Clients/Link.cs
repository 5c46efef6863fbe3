using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Goring.IntegrationTests.Harness;

namespace Goring.Chaos.Clients;

/// <summary>One socket of a client: commands go out in the order in which they were asked, answers find their askers.</summary>
internal sealed class Link : IDisposable
{
    /// <summary>A handshake that the server has begun must not be given up: its claim may come later.</summary>
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(20);

    /// <summary>Several commands in a row may each take the 2 s that the protocol grants one.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket;
    private readonly Channel<byte[]> _outbound = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Answer>> _waiting = new();
    private long _asked;
    private long _answeredAt;
    private volatile bool _over;

    private Link(ClientWebSocket socket) => _socket = socket;

    /// <summary>The longest that a command took since it was sent or, if later, since the answer before it.</summary>
    public TimeSpan SlowestAnswer { get; private set; }

    public string CloseText => $"{(int?)_socket.CloseStatus} {_socket.CloseStatusDescription}";

    public int? CloseCode => (int?)_socket.CloseStatus;

    public static async Task<Link> OpenAsync(Uri uri, string token, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("goring.v1");
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(ConnectPatience);
            await socket.ConnectAsync(uri, patience.Token);
            return new(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Queues a command before it returns. The task never fails.</summary>
    public async Task<Answer> AskAsync(string type, params (string Name, string? Value)[] payload)
    {
        var id = Interlocked.Increment(ref _asked).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        _outbound.Writer.TryWrite(Frame.Write(type, id, payload));
        if (_over)
        {
            LoseAll();
        }

        var asked = Stopwatch.GetTimestamp();
        try
        {
            var result = await answer.Task.WaitAsync(AnswerPatience);
            Measure(asked, result);
            return result;
        }
        catch (TimeoutException)
        {
            _waiting.TryRemove(id, out _);
            return Answer.Silence;
        }
    }

    /// <summary>Hands an answer to whoever asked. False where nobody did.</summary>
    public bool TryAnswer(Frame frame)
    {
        if (!_waiting.TryRemove(frame.Id!, out var waiting))
        {
            return false;
        }

        waiting.TrySetResult(Answer.Of(frame));
        return true;
    }

    /// <summary>Every message until either side closes or the socket is lost.</summary>
    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sending = SendAllAsync();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    if (length == buffer.Length)
                    {
                        Array.Resize(ref buffer, 2 * buffer.Length);
                    }

                    received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                    length += received.Count;
                }
                while (!received.EndOfMessage);

                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                yield return Frame.Parse(buffer.AsMemory(0, length));
            }
        }
        finally
        {
            _outbound.Writer.TryComplete();
            await sending;
        }

        if (_socket.State == WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(_socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
    }

    /// <summary>From now on every command that has no answer is lost.</summary>
    public void LoseAll()
    {
        _over = true;
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var waiting))
            {
                waiting.TrySetResult(Answer.Lost);
            }
        }
    }

    /// <summary>Cuts the connection: nobody is told.</summary>
    public void Drop() => _socket.Cut();

    /// <summary>Asks for a close; the reader sees the answer.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);

    public void Dispose()
    {
        LoseAll();
        _socket.Cut();
        _socket.Dispose();
    }

    public static bool IsLoss(Exception error) =>
        error is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException;

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var frame in _outbound.Reader.ReadAllAsync())
            {
                await _socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            // The reader notices as well, and it is the one who says so.
            _socket.Cut();
        }
    }

    private void Measure(long asked, Answer answer)
    {
        if (answer.Frame is null)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        var before = Interlocked.Exchange(ref _answeredAt, now);
        var took = Stopwatch.GetElapsedTime(Math.Max(asked, before), now);
        if (took > SlowestAnswer)
        {
            SlowestAnswer = took;
        }
    }
}
