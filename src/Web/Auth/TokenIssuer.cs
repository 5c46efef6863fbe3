using System.IdentityModel.Tokens.Jwt;
using Goring.Domain.Users;
using Microsoft.IdentityModel.Tokens;

namespace Goring.Web.Auth;

/// <summary>Makes tokens for development and for trying a server out. In production the product's own backend does.</summary>
internal static class TokenIssuer
{
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(12);

    public static string Issue(TokenSettings settings, User user, DateTimeOffset now, TimeSpan lifetime)
    {
        var payload = new JwtPayload
        {
            ["hash"] = user.Id.Value,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        };
        Add("name", user.Name);
        Add("username", user.Username);
        Add("image_profile", user.ImageProfile);
        Add("iss", settings.Issuer);
        Add("aud", settings.Audience);

        var credentials = new SigningCredentials(
            new SymmetricSecurityKey(settings.Secret), SecurityAlgorithms.HmacSha256);
        return new JwtSecurityTokenHandler().WriteToken(new JwtSecurityToken(new JwtHeader(credentials), payload));

        void Add(string claim, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                payload[claim] = value;
            }
        }
    }
}
