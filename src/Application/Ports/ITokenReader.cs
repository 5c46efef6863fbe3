using Goring.Application.Connections;

namespace Goring.Application.Ports;

/// <summary>
/// Checks a user's token: the one judge, at the handshake, over HTTP and for <c>auth.refresh</c> alike. Whatever the
/// token is, it is answered and never thrown. It may wait for the keys of an OpenID provider, for
/// <see cref="Patience"/> at most; with any other key it does not wait at all.
/// </summary>
public interface ITokenReader
{
    /// <summary>The longest token that is looked at, in characters.</summary>
    const int MaxTokenLength = 16 * 1024;

    /// <summary>How long keys are waited for, so that a command has its answer within two seconds.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    ValueTask<TokenReading> ReadAsync(string token, CancellationToken cancellationToken);
}
