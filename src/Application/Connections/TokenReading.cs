using Goring.Domain.Users;

namespace Goring.Application.Connections;

/// <summary>What a token was found to be. A closed set.</summary>
public abstract record TokenReading
{
    private TokenReading()
    {
    }

    /// <param name="User">Whose it is.</param>
    /// <param name="Expires">From when on it is good no more; null: it has no end, and needs none here.</param>
    public sealed record Accepted(User User, DateTimeOffset? Expires) : TokenReading;

    public sealed record Refused(TokenFault Fault) : TokenReading;
}
