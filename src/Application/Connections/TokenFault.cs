namespace Goring.Application.Connections;

/// <summary>Why a token is not accepted.</summary>
public enum TokenFault
{
    /// <summary>It is no JWT in compact form, or one that says a thing twice or in a way that is not its type.</summary>
    Malformed,

    TooLong,

    /// <summary>None of those of docs/protocol.md, or none for which there is a key of its own kind.</summary>
    Algorithm,

    /// <summary>Not made with a key that we know.</summary>
    Signature,

    Expired,

    NotYetValid,

    NoExpiration,

    Issuer,

    Audience,

    /// <summary>Its <c>hash</c> is no text that can name a user.</summary>
    NoUser,

    /// <summary>It may be good: the provider whose keys would tell is not reached.</summary>
    KeysAway,
}

/// <summary>The same in words.</summary>
public static class TokenFaults
{
    /// <summary>What a client developer needs to know, and nothing of the token or the key.</summary>
    public static string TextOf(TokenFault fault) => fault switch
    {
        TokenFault.Malformed => "the token is not valid",
        TokenFault.TooLong => "the token is too long",
        TokenFault.Algorithm => "the token's algorithm is not accepted",
        TokenFault.Signature => "the token's signature is not accepted",
        TokenFault.Expired => "the token has expired",
        TokenFault.NotYetValid => "the token is not valid yet",
        TokenFault.NoExpiration => "the token has no expiration",
        TokenFault.Issuer => "the token's issuer is not accepted",
        TokenFault.Audience => "the token's audience is not accepted",
        TokenFault.NoUser => "the token's hash names no user",
        TokenFault.KeysAway => "the token cannot be checked now, try again",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No text."),
    };
}
