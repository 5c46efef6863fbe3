using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Goring.IntegrationTests.Harness;

/// <summary>
/// A client as an app would write one: a socket, what came over it in order, and how it was closed. No wait is
/// without a bound.
/// </summary>
public sealed class TestClient : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly HttpMessageInvoker Invoker = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        SslOptions = TestChain.ClientOptions,
    });

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<string> _frames = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<(int Code, string Text)> _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly SemaphoreSlim _sending = new(1);
    private Task _receiving = Task.CompletedTask;

    private TestClient(Person person) => Person = person;

    public Person Person { get; }

    public string Id => Person.Id;

    /// <summary>The subprotocol that the server chose.</summary>
    public string? Subprotocol => _socket.SubProtocol;

    /// <summary>How the server closed; 1006 where the connection broke without a close frame.</summary>
    public Task<(int Code, string Text)> Closed => _closed.Task.WaitAsync(Patience);

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Completes when the connection is over, however long that takes.</summary>
    public Task Ended => _closed.Task;

    /// <summary>How many <c>ping</c> of rooms came; they are not among the frames, since they come when they will.</summary>
    public int Pings { get; private set; }

    /// <summary>Whether something waits to be read.</summary>
    public bool HasFrames => _frames.Reader.TryPeek(out _);

    public static Task<TestClient> ConnectAsync(GoringServer server, Person person) =>
        ConnectAsync(server.WebSocketUrl, person, TokenPlace.Header);

    public static async Task<TestClient> ConnectAsync(
        Uri url, Person person, TokenPlace place, string? token = null, params string[] subprotocols)
    {
        var client = new TestClient(person);
        foreach (var subprotocol in subprotocols)
        {
            client._socket.Options.AddSubProtocol(subprotocol);
        }

        token ??= Tokens.For(person);
        switch (place)
        {
            case TokenPlace.Header:
                client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
                break;
            case TokenPlace.Subprotocol:
                client._socket.Options.AddSubProtocol($"bearer.{token}");
                break;
            case TokenPlace.None:
                break;
            default:
                url = new UriBuilder(url) { Query = $"token={token}" }.Uri;
                break;
        }

        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await client._socket.ConnectAsync(url, Invoker, bound.Token);
        client._receiving = client.ReceiveAsync();
        return client;
    }

    public Task SendAsync(string type, object payload) => SendRawAsync(JsonSerializer.Serialize(new { type, payload }));

    public Task SendRawAsync(string text) => SendRawAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendRawAsync(
        ReadOnlyMemory<byte> bytes, WebSocketMessageType type = WebSocketMessageType.Text, bool endOfMessage = true)
    {
        using var bound = new CancellationTokenSource(Patience);
        await _sending.WaitAsync(bound.Token);
        try
        {
            await _socket.SendAsync(bytes, type, endOfMessage, bound.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next frame's exact text.</summary>
    public async Task<string> NextAsync(TimeSpan? patience = null)
    {
        // Cancelled, not abandoned: a read left behind would take the frame that the next one waits for.
        using var bound = new CancellationTokenSource(patience ?? Patience);
        try
        {
            return await _frames.Reader.ReadAsync(bound.Token);
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"{Id} waited for a frame in vain.", error);
        }
        catch (ChannelClosedException error)
        {
            throw new InvalidOperationException($"{Id} waited for a frame, but was closed: {await Closed}.", error);
        }
    }

    /// <summary>Closes as a client does that leaves, and waits for the server's close.</summary>
    public async Task LeaveAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await Closed;
    }

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => _socket.Cut();

    public async ValueTask DisposeAsync()
    {
        _socket.Cut();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
    }

    private void Take(string frame)
    {
        if (frame == """{"type":"ping"}""")
        {
            Pings++;
        }
        else
        {
            _frames.Writer.TryWrite(frame);
        }
    }

    private async Task ReceiveAsync()
    {
        var closed = (1006, "");
        try
        {
            using var message = new MemoryStream();
            var buffer = new byte[4096];
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    closed = ((int)_socket.CloseStatus!, _socket.CloseStatusDescription ?? "");
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                    break;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Take(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException
            or InvalidOperationException)
        {
            // The connection broke, which is what the test then sees.
        }
        finally
        {
            _closed.TrySetResult(closed);
            _frames.Writer.TryComplete();
        }
    }
}

/// <summary>Where a client puts its token.</summary>
public enum TokenPlace
{
    Header,
    Subprotocol,
    Query,

    /// <summary>It has none.</summary>
    None,
}
