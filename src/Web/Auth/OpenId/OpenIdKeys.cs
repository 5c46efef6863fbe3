using System.Collections.Frozen;

namespace Goring.Web.Auth.OpenId;

/// <summary>The keys of one issuer, by what it calls them. No other issuer's token is ever checked with them.</summary>
internal sealed class OpenIdKeys
{
    private readonly TokenKey[] _all;
    private readonly FrozenDictionary<string, TokenKey[]> _named;

    public OpenIdKeys(string issuer, IEnumerable<TokenKey> keys)
    {
        Issuer = issuer;
        _all = [.. keys];
        _named = _all.Where(key => key.Id is not null)
            .GroupBy(key => key.Id!)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>What a token's <c>iss</c> must be, to the letter.</summary>
    public string Issuer { get; }

    public int Count => _all.Length;

    /// <summary>Every key for a token that names none; otherwise those of that name.</summary>
    public IReadOnlyList<TokenKey> Find(string? keyId) => keyId is null ? _all : _named.GetValueOrDefault(keyId, []);
}

/// <param name="Keys">Those of that issuer and name.</param>
/// <param name="IsSure">Whether there are no others: false while the provider is not reached.</param>
internal readonly record struct FoundKeys(IReadOnlyList<TokenKey> Keys, bool IsSure);
