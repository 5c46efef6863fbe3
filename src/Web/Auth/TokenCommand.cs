using System.Globalization;
using Goring.Domain.Users;
using Goring.Web.Configuration;

namespace Goring.Web.Auth;

/// <summary><c>goring token USER</c>: prints a token that a server with the same variables accepts.</summary>
internal static class TokenCommand
{
    private const string Usage =
        "usage: goring token USER [--name NAME] [--username NAME] [--image-profile URL] [--hours N]";

    private static readonly Dictionary<string, string> Switches = new(StringComparer.Ordinal)
    {
        ["--name"] = "name",
        ["--username"] = "username",
        ["--image-profile"] = "image_profile",
        ["--hours"] = "hours",
    };

    /// <returns>The exit code: 0, or 2 where the arguments are wrong.</returns>
    /// <exception cref="SettingException">A variable is wrong.</exception>
    public static int Run(string[] arguments)
    {
        if (Parse(arguments) is not var (user, lifetime))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddGoringSources(builder.Environment, settings: null);
        var settings = TokenSettings.Read(new SettingsReader(builder.Configuration), builder.Environment);
        Console.WriteLine(TokenIssuer.Issue(settings, user, TimeProvider.System.GetUtcNow(), lifetime));
        return 0;
    }

    private static (User User, TimeSpan Lifetime)? Parse(string[] arguments)
    {
        if (arguments.Length % 2 == 0 || !UserId.IsValid(arguments[0]))
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (!Switches.TryGetValue(arguments[i], out var name))
            {
                return null;
            }

            values[name] = arguments[i + 1];
        }

        var lifetime = TokenIssuer.DefaultLifetime;
        if (values.TryGetValue("hours", out var text))
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours)
                || hours is <= 0 or > 24 * 365)
            {
                return null;
            }

            lifetime = TimeSpan.FromHours(hours);
        }

        return (
            new User(
                new UserId(arguments[0]),
                values.GetValueOrDefault("name"),
                values.GetValueOrDefault("username"),
                values.GetValueOrDefault("image_profile")),
            lifetime);
    }
}
