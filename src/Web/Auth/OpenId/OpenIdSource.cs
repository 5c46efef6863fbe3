using System.Net;
using System.Text.Json;

namespace Goring.Web.Auth.OpenId;

/// <summary>
/// Asks an OpenID provider for its keys: the discovery document, and the key set that it names (OpenID Connect Discovery
/// 1.0, section 4). Time and size are bounded, and no redirect is followed: it could lead anywhere.
/// </summary>
internal sealed class OpenIdSource : IDisposable
{
    private const int MostBytes = 512 * 1024;

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="authority">As <see cref="IsAddress"/> wants it.</param>
    /// <param name="timeout">How long both documents together may take.</param>
    public OpenIdSource(string authority, TimeSpan timeout, TimeProvider time)
    {
        Authority = authority;
        _timeout = timeout;
        _time = time;
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            MaxResponseContentBufferSize = MostBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public string Authority { get; }

    /// <summary>Whether keys may come from there: over TLS, or from this machine itself.</summary>
    public static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Host.Length: > 0, Fragment: "", UserInfo: "" };

    /// <summary>The same to the letter, but for a slash at the end.</summary>
    public static bool IsSameIssuer(string left, string right) =>
        left.AsSpan().TrimEnd('/').SequenceEqual(right.AsSpan().TrimEnd('/'));

    /// <exception cref="OpenIdException"/>
    public async Task<OpenIdKeys> FetchAsync(CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            var discovery = await GetAsync($"{Authority.TrimEnd('/')}/.well-known/openid-configuration", either.Token);

            // What another issuer says of itself must not pass for this one's (section 4.3).
            if (TokenUser.Text(discovery, "issuer") is not { } issuer || !IsSameIssuer(issuer, Authority))
            {
                throw new OpenIdException("the discovery document is of another issuer");
            }

            if (TokenUser.Text(discovery, "jwks_uri") is not { } address || !IsAddress(address))
            {
                throw new OpenIdException("the discovery document names no https address of keys");
            }

            var keys = new OpenIdKeys(issuer, JsonWebKeys.Read(await GetAsync(address, either.Token)));
            return keys.Count > 0 ? keys : throw new OpenIdException("there is no key that tokens can be checked with");
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenIdException("the answer takes too long", error);
        }
        catch (HttpRequestException error)
        {
            throw new OpenIdException($"it is not reached, or sends too much ({error.HttpRequestError})", error);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> GetAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(address), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new OpenIdException($"it answers with {(int)response.StatusCode}");
        }

        return CompactToken.TryParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken))
            ?? throw new OpenIdException("it answers with something other than a JSON object");
    }
}
