using System.Diagnostics.CodeAnalysis;

namespace Goring.Web.Auth.OpenId;

/// <summary>
/// The keys of the OpenID provider of <c>JWT_AUTHORITY</c>, as they were last fetched. A token whose key is known never
/// waits. One fetch is under way at a time, and one follows another no sooner than <see cref="Interval"/>, whatever names
/// of keys tokens make up. Keys stay while the provider is away.
/// </summary>
internal sealed class OpenIdProvider(
    OpenIdSource source, TimeSpan patience, TimeProvider time, ILogger<OpenIdProvider> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private volatile OpenIdKeys? _keys;
    private volatile bool _isAway;
    private Task? _fetch;
    private long _begun;

    /// <summary>How soon after one fetch the next may begin: sooner while there is nothing to check tokens with.</summary>
    public TimeSpan Interval => _keys is null ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(30);

    /// <summary>Whether the last fetch failed.</summary>
    public bool IsAway => _isAway;

    /// <summary>
    /// Whether a token with that issuer is worth a look. Before the first fetch the issuer is known but for a slash at
    /// its end, which the address of the discovery document leaves out (OpenID Connect Discovery 1.0, section 4.1).
    /// </summary>
    public bool MayHaveIssued(string issuer) =>
        _keys is { } keys ? keys.Issuer == issuer : OpenIdSource.IsSameIssuer(source.Authority, issuer);

    /// <summary>The keys for a token; what is not known may be new, and is fetched where that is due.</summary>
    public async ValueTask<FoundKeys> FindAsync(string issuer, string? keyId, CancellationToken cancellationToken)
    {
        if (Known(issuer, keyId) is { Count: > 0 } known)
        {
            return new(known, IsSure: true);
        }

        var isLate = false;
        if (IsFetching(out var fetch))
        {
            try
            {
                await fetch.WaitAsync(patience, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // It goes on; whoever comes next finds what it brings.
                isLate = true;
            }
        }

        var found = Known(issuer, keyId);
        return new(found, found.Count > 0 || (_keys is not null && !_isAway && !isLate));
    }

    /// <summary>Fetches, unless that is not due yet. Never throws but for the cancellation.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) =>
        IsFetching(out var fetch) ? fetch.WaitAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private IReadOnlyList<TokenKey> Known(string issuer, string? keyId) =>
        _keys is { } keys && keys.Issuer == issuer ? keys.Find(keyId) : [];

    /// <summary>Whether there is a fetch under way; where one is due, it begins now.</summary>
    private bool IsFetching([NotNullWhen(true)] out Task? fetch)
    {
        lock (_gate)
        {
            if (_fetch is null || (_fetch.IsCompleted && time.GetElapsedTime(_begun) >= Interval))
            {
                _begun = time.GetTimestamp();
                _fetch = FetchAsync(_stopping.Token);
            }

            fetch = _fetch.IsCompleted ? null : _fetch;
            return fetch is not null;
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        // Whoever asked holds the gate.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var keys = await source.FetchAsync(cancellationToken);
            if (_keys is null || _isAway)
            {
                logger.KeysAreThere(keys.Count);
            }

            _keys = keys;
            _isAway = false;
        }
        catch (OpenIdException error)
        {
            if (!_isAway)
            {
                logger.KeysAreAway(error.Message);
            }

            _isAway = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
