using System.Globalization;

namespace Goring.PushSandbox;

/// <summary>The options of the program, from variables.</summary>
internal static class ProgramOptions
{
    /// <exception cref="FormatException">A variable is wrong; the message names it.</exception>
    public static PushSandboxOptions Read(Func<string, string?> variable)
    {
        return new()
        {
            ControlPort = Number("PORT", 8090, 1, 65_535),
            ApnsPort = Number("APNS_PORT", 8443, 1, 65_535),
            ApnsDevelopmentPort = Number("APNS_DEVELOPMENT_PORT", 8444, 1, 65_535),
            AnyAddress = Choice("BIND", "loopback", ["loopback", "any"]) == "any",
            Host = Text("HOST") ?? "127.0.0.1",
            Folder = Text("FOLDER") ?? "push-sandbox",
            ProjectId = Text("PROJECT_ID") ?? "goring-sandbox",
            BundleId = Text("BUNDLE_ID") ?? "com.example.goring",
            ApnsAuthentication = Enum.Parse<ApnsAuthentication>(
                Choice("APNS_AUTH", "either", ["either", "certificate", "token"]), ignoreCase: true),
            LimitTokenUpdates = Choice("LIMIT_TOKEN_UPDATES", "true", ["true", "false"]) == "true",
            AccessTokenLifetime = TimeSpan.FromSeconds(Number("ACCESS_TOKEN_SECONDS", 3600, 1, 86_400)),
        };

        string? Text(string name) => variable(Full(name)) is { Length: > 0 } text ? text : null;

        string Choice(string name, string usual, string[] choices)
        {
            var text = Text(name) ?? usual;
            return choices.Contains(text)
                ? text
                : throw new FormatException($"{Full(name)}: must be {string.Join(" or ", choices)}");
        }

        int Number(string name, int usual, int least, int most)
        {
            if (Text(name) is not { } text)
            {
                return usual;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most
                    ? number
                    : throw new FormatException($"{Full(name)}: must be {least} to {most}");
        }
    }

    private static string Full(string name) => "PUSH_SANDBOX_" + name;
}
