using Goring.Application.Push;

namespace Goring.Infrastructure.Push;

/// <summary>
/// The one connection to a push service: opened with the first push, reused by all, opened again by the handler when
/// the service closes it. Where a service's answers say that this connection is at fault, <see cref="Renew"/> lets the
/// next push open another, and the older one goes once its last answer is in.
/// </summary>
/// <param name="open">Makes a handler that holds one connection.</param>
internal sealed class PushLink(Func<HttpMessageHandler> open, TimeProvider time) : IDisposable
{
    /// <summary>Services take many connections in a short time for an attack; a fault of theirs must not make us begin one.</summary>
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<Line> _lines = [];
    private Line? _current;
    private int _opened;
    private bool _disposed;

    /// <summary>Makes one request with a JSON body. Redirects are not followed.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ServiceReply> SendAsync(
        HttpRequestMessage request, byte[] json, CancellationToken cancellationToken)
    {
        using var body = new PushBody(json);
        request.Content = body;
        var line = Take();
        try
        {
            using var response = await line.Http.SendAsync(request, cancellationToken);
            return await ServiceReply.ReadAsync(response, line.Number, time.GetUtcNow(), cancellationToken);
        }
        catch (HttpRequestException error)
        {
            return ServiceReply.Of(FaultOf(error, request.VersionPolicy, body), line.Number);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler's own connect time-out.
            return ServiceReply.Of(new(PushReasons.ConnectTimedOut), line.Number);
        }
        catch (OperationCanceledException)
        {
            // No answer, and nobody else's word for it that the connection still carries anything.
            Renew(line.Number);
            throw;
        }
        finally
        {
            Leave(line);
        }
    }

    /// <summary>
    /// Gives a connection up, unless that has happened already or it is younger than ten seconds. What is under way on
    /// it may end there.
    /// </summary>
    public void Renew(int connection)
    {
        lock (_lock)
        {
            if (_current is { } line && line.Number == connection && time.GetElapsedTime(line.OpenedAt) >= LeastAge)
            {
                _current = null;
                DisposeIfIdle(line);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var line in _lines)
            {
                line.Http.Dispose();
            }

            _lines.Clear();
            _current = null;
        }
    }

    private Line Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is null)
            {
                _current = new(new(open(), disposeHandler: true), ++_opened, time.GetTimestamp());
                _lines.Add(_current);
            }

            _current.Users++;
            return _current;
        }
    }

    private void Leave(Line line)
    {
        lock (_lock)
        {
            line.Users--;
            DisposeIfIdle(line);
        }
    }

    private void DisposeIfIdle(Line line)
    {
        if (line != _current && line.Users == 0 && _lines.Remove(line))
        {
            line.Http.Dispose();
        }
    }

    private static PushAnswer.NotNow FaultOf(
        HttpRequestException error, HttpVersionPolicy versions, PushBody body) =>
        error.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new(PushReasons.NameNotResolved),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => new(PushReasons.NotConnected),
            HttpRequestError.SecureConnectionError => new(PushReasons.TlsFailed),

            // A connection that is closed before HTTP/2 began on it comes in several forms, as the race goes. Where
            // nothing but HTTP/2 will do, InvalidResponse is said of its beginning alone.
            HttpRequestError.InvalidResponse when versions == HttpVersionPolicy.RequestVersionExact =>
                new(PushReasons.HandshakeRefused),
            _ when !body.IsBegun => new(PushReasons.HandshakeRefused),
            _ => new(PushReasons.ConnectionLost, MayHaveArrived: true),
        };

    private sealed class Line(HttpMessageInvoker http, int number, long openedAt)
    {
        public HttpMessageInvoker Http { get; } = http;

        public int Number { get; } = number;

        public long OpenedAt { get; } = openedAt;

        public int Users { get; set; }
    }
}
