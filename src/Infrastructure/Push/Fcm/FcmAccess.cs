using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Google.Apis.Util;
using Goring.Application.Push;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>
/// Access tokens for FCM. Google's library signs, exchanges, caches and renews them ahead of time, and lets all who
/// wait share one request; here is the word for what goes wrong, and a bound for the wait.
/// </summary>
internal sealed class FcmAccess : IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/firebase.messaging";

    /// <summary>A token that replaced a refused one and is refused itself within this time is not replaced again.</summary>
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMinutes(1);

    private readonly ServiceAccountCredential _credential;
    private readonly TimeSpan _longestWait;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long? _droppedAt;

    public FcmAccess(ServiceAccount account, TimeSpan longestWait, TimeProvider time)
    {
        _longestWait = longestWait;
        _time = time;
        _credential = new(new ServiceAccountCredential.Initializer(account.Email, account.TokenUri.AbsoluteUri)
        {
            Key = account.Key,
            KeyId = account.KeyId,
            Scopes = [Scope],
            HttpClientFactory = new DirectClients(longestWait),
            Clock = new Clock(time),

            // A push is retried as a whole, by whoever knows how long it still rings.
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
        });
    }

    /// <summary>The token to send now, or why there is none.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<(string? Token, PushAnswer? Otherwise)> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await _credential.GetAccessTokenForRequestAsync(cancellationToken: cancellationToken)
                .WaitAsync(_longestWait, cancellationToken);
            return string.IsNullOrEmpty(token) ? (null, OAuthAnswer.NotUnderstood) : (token, null);
        }
        catch (TokenResponseException error)
        {
            return (null, OAuthAnswer.Of(error.StatusCode, error.Error?.Error));
        }
        catch (Exception error) when (error is TimeoutException or HttpRequestException or IOException)
        {
            return (null, OAuthAnswer.NotReached);
        }
        catch (InvalidOperationException)
        {
            // What the library throws once each of its three tries ran out of time.
            return (null, OAuthAnswer.NotReached);
        }
    }

    /// <summary>
    /// FCM did not accept a token that should still be good. The first to say so has it dropped, and all others wait for
    /// the new one with it.
    /// </summary>
    /// <returns>Whether <see cref="GetAsync"/> gives another one now.</returns>
    public bool TryDrop(string refused)
    {
        lock (_lock)
        {
            if (_credential.Token?.AccessToken != refused)
            {
                return true;
            }

            if (_droppedAt is { } before && _time.GetElapsedTime(before) < LeastBetween)
            {
                return false;
            }

            _droppedAt = _time.GetTimestamp();
            _credential.Token = null;
            return true;
        }
    }

    public void Dispose() => _credential.HttpClient.Dispose();

    /// <summary>Without the environment's proxy, and without the library's patience of 100 s.</summary>
    private sealed class DirectClients(TimeSpan timeout) : IHttpClientFactory
    {
        public ConfigurableHttpClient CreateHttpClient(CreateHttpClientArgs args)
        {
            var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
            var client = new ConfigurableHttpClient(new ConfigurableMessageHandler(handler)) { Timeout = timeout };
            foreach (var initializer in args.Initializers)
            {
                initializer.Initialize(client);
            }

            return client;
        }
    }

    private sealed class Clock(TimeProvider time) : IClock
    {
        public DateTime Now => time.GetLocalNow().DateTime;

        public DateTime UtcNow => time.GetUtcNow().UtcDateTime;
    }
}
