using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Goring.Web.Auth;
using Goring.Web.Auth.OpenId;

namespace Goring.UnitTests.Web.Auth;

/// <summary>What a provider publishes may be odd in one key, and the others are good all the same.</summary>
public sealed class JsonWebKeysTests
{
    [Theory]
    [InlineData("\"use\":\"\\ud800\"")]
    [InlineData("\"key_ops\":[\"\\udc00\"]")]
    public void A_key_for_what_is_no_text_is_left_out(string field)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        var key = $$"""
            "kty":"EC","crv":"P-256","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"
            """;

        var keys = JsonWebKeys.Read(CompactToken.TryParseObject(Encoding.UTF8.GetBytes(
            $$"""{"keys":[{ {{field}},{{key}} },{ {{key}},"use":"sig","key_ops":["verify"] }]}"""))!.Value);

        keys.Should().ContainSingle();
    }
}
