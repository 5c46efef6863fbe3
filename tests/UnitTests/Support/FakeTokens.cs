using Goring.Application.Connections;
using Goring.Application.Ports;

namespace Goring.UnitTests.Support;

/// <summary>Says of every token what a test wants.</summary>
internal sealed class FakeTokens : ITokenReader
{
    public TokenReading Reading { get; set; } = new TokenReading.Refused(TokenFault.Signature);

    public ValueTask<TokenReading> ReadAsync(string token, CancellationToken cancellationToken) => new(Reading);
}
