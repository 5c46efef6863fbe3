using System.IdentityModel.Tokens.Jwt;
using System.Text;
using Goring.Domain.Users;
using Goring.UnitTests.Support;
using Goring.Web.Auth;
using Microsoft.IdentityModel.Tokens;

namespace Goring.UnitTests.Web.Auth;

public sealed class TokenIssuerTests
{
    private static readonly TokenSettings Settings =
        new("a-secret-of-enough-bytes"u8.ToArray(), RequireExpiration: true, Issuer: null, Audience: null);

    [Fact]
    public void A_token_speaks_of_its_user()
    {
        var claims = Encoding.UTF8.GetBytes(Issue(Settings, People.Alice).SerializeToJson());

        TokenUser.Read(CompactToken.TryParseObject(claims)!.Value).Should().Be(People.Alice);
    }

    [Fact]
    public void What_a_user_lacks_is_left_out() =>
        Issue(Settings, People.Bob).Keys.Should().BeEquivalentTo("hash", "iat", "exp");

    [Fact]
    public void It_lives_as_long_as_it_should()
    {
        var payload = Issue(Settings, People.Bob);

        payload["iat"].Should().Be(ManualTime.Start.ToUnixTimeSeconds());
        payload["exp"].Should().Be(ManualTime.Start.AddHours(1).ToUnixTimeSeconds());
    }

    [Fact]
    public void Issuer_and_audience_are_those_that_are_checked()
    {
        var payload = Issue(Settings with { Issuer = "issuer", Audience = "audience" }, People.Bob);

        payload.Iss.Should().Be("issuer");
        payload.Aud.Should().Equal("audience");
    }

    [Fact]
    public void It_is_signed_with_the_secret()
    {
        var token = TokenIssuer.Issue(Settings, People.Bob, DateTimeOffset.UtcNow, TimeSpan.FromHours(1));
        var validate = (string secret) => new JwtSecurityTokenHandler().ValidateToken(
            token,
            new TokenValidationParameters
            {
                IssuerSigningKey = new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(secret)),
                ValidateIssuer = false,
                ValidateAudience = false,
            },
            out _);

        validate("a-secret-of-enough-bytes").Should().NotBeNull();
        validate.Invoking(check => check("another-secret-of-enough-bytes")).Should().Throw<SecurityTokenException>();
    }

    private static JwtPayload Issue(TokenSettings settings, User user) => new JwtSecurityTokenHandler()
        .ReadJwtToken(TokenIssuer.Issue(settings, user, ManualTime.Start, TimeSpan.FromHours(1))).Payload;
}
