using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Goring.Application.Connections;
using Goring.UnitTests.Support;
using Goring.Web.Auth;

namespace Goring.UnitTests.Web.Auth;

/// <summary>Whatever a token is, it is answered; tests/IntegrationTests has the table of all answers.</summary>
public sealed class TokenReaderTests
{
    private static readonly byte[] Secret = "a-secret-of-enough-bytes"u8.ToArray();

    [Theory]
    [InlineData("""["\ud800"]""", false)]
    [InlineData("""["calls\udc00"]""", false)]
    [InlineData("""["\ud800","calls"]""", true)]
    [InlineData("\"\\ud800\"", false)]
    public async Task An_audience_that_is_no_text_is_no_audience(string audience, bool isAccepted)
    {
        var reader = new TokenReader(new(Secret, RequireExpiration: false, Issuer: null, Audience: "calls"), new ManualTime());

        var reading = await reader.ReadAsync(Sign($$"""{"hash":"u","aud":{{audience}}}"""), CancellationToken.None);

        (reading is TokenReading.Accepted).Should().Be(isAccepted);
    }

    private static string Sign(string claims)
    {
        var signed = $"{Encode("""{"alg":"HS256"}""")}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
