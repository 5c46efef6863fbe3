using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Goring.Application.Connections;
using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// One TCP connection to Redis that subscribes. Commands go out in the order in which they are sent; what comes in is handled in
/// the order in which it comes.
/// </summary>
internal sealed class RedisWire : IAsyncDisposable
{
    /// <summary>How long it may take to connect and to be accepted.</summary>
    public static readonly TimeSpan ConnectBudget = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Queue<RedisRequest> _expected = [];
    private readonly Stream _stream;

    /// <summary>Never makes a sender wait: what is sent is bounded by the subscriptions that there are.</summary>
    private readonly Pipe _output = new(new PipeOptions(pauseWriterThreshold: 0));

    private readonly Action<ReadOnlySequence<byte>, ReadOnlySequence<byte>> _take;
    private bool _ended;
    private Exception? _cause;

    private RedisWire(Stream stream, Action<ReadOnlySequence<byte>, ReadOnlySequence<byte>> take)
    {
        _stream = stream;
        _take = take;
        Ended = RunAsync();
    }

    /// <summary>Completes when the connection has ended, with what ended it: it does not fault.</summary>
    public Task<Exception?> Ended { get; }

    /// <summary>Connects, says who we are, and sees that Redis answers.</summary>
    /// <param name="take">Channel and payload of each message; the bytes are lent until it returns. It must not block or throw.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be reached, or refuses us.</exception>
    public static async Task<RedisWire> OpenAsync(
        EndPoint server, RedisOptions options, Action<ReadOnlySequence<byte>, ReadOnlySequence<byte>> take)
    {
        using var budget = new CancellationTokenSource(ConnectBudget);
        try
        {
            var wire = new RedisWire(await ConnectAsync(server, options, budget.Token), take);
            try
            {
                var accepted = options.Password.Length == 0 ? Task.CompletedTask : wire.SendAsync("AUTH", options.Password);
                _ = wire.SendAsync("CLIENT", "SETNAME", RedisLink.ClientName);
                await Task.WhenAll(accepted, wire.SendAsync("PING")).WaitAsync(budget.Token);
                return wire;
            }
            catch
            {
                await wire.DisposeAsync();
                throw;
            }
        }
        catch (Exception error) when (IsFault(error))
        {
            throw new StoreUnavailableException("Redis takes no subscriptions.", error);
        }
    }

    /// <summary>Sends a command that has one answer.</summary>
    /// <returns>Completes with the answer; faults with <see cref="StoreUnavailableException"/> where it is an error, or none comes.</returns>
    public Task SendAsync(params ReadOnlySpan<string> words)
    {
        var request = new AwaitedRequest();
        Send(request, words);
        return request.Answer;
    }

    /// <summary>Sends a command, whose answer the request is told.</summary>
    public void Send(RedisRequest request, params ReadOnlySpan<string> words)
    {
        lock (_gate)
        {
            if (_ended)
            {
                request.Lost(_cause);
                return;
            }

            _expected.Enqueue(request);
            Write('*', words.Length);
            foreach (var word in words)
            {
                Write('$', Encoding.UTF8.GetByteCount(word));
                Encoding.UTF8.GetBytes(word, _output.Writer);
                _output.Writer.Write("\r\n"u8);
            }

            var flushed = _output.Writer.FlushAsync();
            Debug.Assert(flushed.IsCompleted, "Nothing bounds this pipe.");
        }
    }

    /// <summary>Ends the connection; nothing of it is waited for.</summary>
    public void Abort() => _stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        Abort();
        await Ended;
    }

    /// <summary>Connects to Redis, and no more.</summary>
    /// <exception cref="SocketException"/>
    public static async Task<Socket> ConnectAsync(EndPoint server, CancellationToken budget)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Redis speaks every second: the canary. This is for a peer that is gone without a word while nobody publishes.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(server, budget);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> ConnectAsync(EndPoint server, RedisOptions options, CancellationToken budget)
    {
        Stream stream = new NetworkStream(await ConnectAsync(server, budget), ownsSocket: true);
        try
        {
            if (options.Tls)
            {
                var tls = new SslStream(stream);
                stream = tls;
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = HostOf(server) }, budget);
            }

            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static string HostOf(EndPoint server) => server switch
    {
        DnsEndPoint named => named.Host,
        IPEndPoint numbered => numbered.Address.ToString(),
        _ => throw new ArgumentException("This is no host.", nameof(server)),
    };

    private static bool IsFault(Exception error) =>
        error is StoreUnavailableException or SocketException or IOException or InvalidDataException
            or ObjectDisposedException or OperationCanceledException or System.Security.Authentication.AuthenticationException;

    private async Task<Exception?> RunAsync()
    {
        var writing = WriteThroughAsync();
        Exception? cause = null;
        try
        {
            await ReadAsync();
        }
#pragma warning disable CA1031 // Whatever ended it, those who wait are told, and another connection is made.
        catch (Exception error)
#pragma warning restore CA1031
        {
            cause = error;
        }

        _stream.Dispose();
        RedisRequest[] waiting;
        lock (_gate)
        {
            (_ended, _cause) = (true, cause);
            waiting = [.. _expected];
            _expected.Clear();
            _output.Writer.Complete();
        }

        foreach (var request in waiting)
        {
            request.Lost(cause);
        }

        await writing;
        return cause;
    }

    private async Task ReadAsync()
    {
        var input = PipeReader.Create(_stream);
        while (true)
        {
            // On the thread pool: no thread that clients wait for is held by what others publish.
            var read = await input.ReadAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var buffer = read.Buffer;
            TakeAll(ref buffer);
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                throw new EndOfStreamException("Redis closed the connection.");
            }
        }
    }

    /// <summary>Sockets that got something send it at the end, here: what was published together goes out without waking a thread for each.</summary>
    private void TakeAll(ref ReadOnlySequence<byte> buffer)
    {
        using var flushes = FlushScope.Open(RedisSteps.MostFlushes);
        while (RedisAnswer.TryRead(ref buffer, out var answer))
        {
            Take(answer);
        }
    }

    private void Take(RedisAnswer answer)
    {
        if (answer.IsMessage)
        {
            _take(answer.Channel, answer.Payload);
            return;
        }

        RedisRequest? request;
        lock (_gate)
        {
            if (!_expected.TryDequeue(out request))
            {
                throw new InvalidDataException("Redis answered what nobody asked.");
            }
        }

        if (answer.Error is { } error)
        {
            request.Refused(new($"Redis refuses a command: {error}"));
        }
        else
        {
            request.Answered();
        }
    }

    private async Task WriteThroughAsync()
    {
        try
        {
            await _output.Reader.CopyToAsync(_stream);
        }
#pragma warning disable CA1031 // Whatever it is, the reading notices, and ends it.
        catch (Exception)
#pragma warning restore CA1031
        {
            _stream.Dispose();
        }

        await _output.Reader.CompleteAsync();
    }

    private void Write(char kind, int length)
    {
        var line = _output.Writer.GetSpan(16);
        line[0] = (byte)kind;
        length.TryFormat(line[1..], out var digits, provider: CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(line[(1 + digits)..]);
        _output.Writer.Advance(digits + 3);
    }
}
