using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.PushSandbox.Requests;

/// <summary>Which of the sandbox's ports a connection came to.</summary>
internal enum Port
{
    Control,
    Apns,
    ApnsDevelopment,
}

/// <summary>A connection whose TLS handshake is done. Every request on it finds it among its features.</summary>
internal sealed class SandboxConnection(ConnectionContext connection, int number, Port port)
{
    private readonly Lock _lock = new();
    private string? _providerToken;
    private DateTimeOffset _providerTokenSince;

    public int Number => number;

    public Port Port => port;

    /// <summary>Whether the provider token is the one in use here, the first, or the last one's due successor.</summary>
    public bool TakeProviderToken(string token, DateTimeOffset now, TimeSpan leastAge)
    {
        lock (_lock)
        {
            if (token == _providerToken)
            {
                return true;
            }

            if (_providerToken is not null && now - _providerTokenSince < leastAge)
            {
                return false;
            }

            (_providerToken, _providerTokenSince) = (token, now);
            return true;
        }
    }

    /// <summary>The sender was told that its token has expired: it may come with another at once.</summary>
    public void ForgetProviderToken()
    {
        lock (_lock)
        {
            _providerToken = null;
        }
    }

    public void Cut() => connection.Abort(new ConnectionAbortedException("The script cuts this connection."));

    /// <summary>Takes no more requests on it and closes it behind those that run: GOAWAY on HTTP/2.</summary>
    public void CloseInOrder() =>
        connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
}
