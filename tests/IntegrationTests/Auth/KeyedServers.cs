using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Auth;

/// <summary>A server for each kind of key: a secret alone, PEM files of RSA and of EC, an OpenID provider, an issuer and audience.</summary>
public sealed class KeyedServers : IAsyncLifetime
{
    internal const string Audience = "calls";

    private readonly string _folder = Directory.CreateTempSubdirectory("goring-keys-").FullName;
    private readonly Dictionary<string, GoringServer> _servers = [];

    internal SigningKey Rsa { get; } = SigningKey.Rsa();

    internal SigningKey Curve { get; } = SigningKey.EllipticCurve();

    /// <summary>Nobody has configured them.</summary>
    internal SigningKey StrangeRsa { get; } = SigningKey.Rsa();

    internal SigningKey StrangeCurve { get; } = SigningKey.EllipticCurve();

    internal SigningKey Curve384 { get; } = SigningKey.EllipticCurve(384);

    internal SigningKey Curve521 { get; } = SigningKey.EllipticCurve(521);

    internal OpenIdStandIn Provider { get; private set; } = null!;

    internal GoringServer this[string name] => _servers[name];

    public async Task InitializeAsync()
    {
        Provider = await OpenIdStandIn.StartAsync(
            Rsa.Named("rsa"),
            Curve.Named("curve", ("use", "sig")),
            StrangeCurve.Named("for-encryption", ("use", "enc")),
            SigningKey.Rsa(1024).Named("short"));
        _servers["secret"] = await GoringServer.StartAsync();
        _servers["rsa"] = await GoringServer.StartAsync(("JWT_PUBLIC_KEY_PATH", await FileAsync("rsa.pem", Rsa.Pem)));
        _servers["curve"] = await GoringServer.StartAsync(
            ("JWT_PUBLIC_KEY_PATH", await FileAsync("curves.pem", Curve.Pem + "\n" + Curve384.Pem + "\n" + Curve521.Pem)));
        _servers["openid"] = await GoringServer.StartAsync(("JWT_AUTHORITY", Provider.Address));
        _servers["named"] = await GoringServer.StartAsync(("JWT_ISSUER", "https://right.test"), ("JWT_AUDIENCE", Audience));
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }

        await Provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
