using System.Globalization;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>Redis that speaks TLS alone, with the certificate of an authority of the operator's own (REDIS_TLS).</summary>
public sealed class TlsRedisTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goring-redis-tls-").FullName;
    private readonly int _port = FreePort.Take();
    private RedisServer _redis = null!;

    private string Address => $"localhost:{_port.ToString(CultureInfo.InvariantCulture)}";

    private string Authority => Path.Combine(_folder, "authority.pem");

    public async Task InitializeAsync()
    {
        var (fullChain, _, key, _) = TestChain.Issue();
        var (certificate, keyFile) = (Path.Combine(_folder, "redis.pem"), Path.Combine(_folder, "redis.key"));
        await File.WriteAllTextAsync(certificate, fullChain);
        await File.WriteAllTextAsync(keyFile, key);
        await File.WriteAllTextAsync(Authority, TestChain.RootPem);
        _redis = await RedisServer.StartAsync(
            "--tls-port", _port.ToString(CultureInfo.InvariantCulture), "--tls-auth-clients", "no",
            "--tls-cert-file", certificate, "--tls-key-file", keyFile, "--tls-ca-cert-file", Authority,
            "--requirepass", "a-password");
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Two_servers_find_each_other_s_users()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var caller = await ConnectAsync(one, "caller");
        await using var callee = await ConnectAsync(two, "callee");

        await Call.StartAsync(caller, callee);
    }

    [Fact]
    public async Task Redis_whose_authority_is_unknown_stops_the_start()
    {
        await using var process = GoringProcess.Start(TestSettings.With(
            ("REDIS_ADDR", Address), ("REDIS_TLS", "true"), ("REDIS_PASSWORD", "a-password")));

        (await process.ExitAsync(seconds: 60)).Should().NotBe(0);
        process.Errors.TrimEnd().Should().StartWith("REDIS_ADDR: ").And.Contain("REDIS_TLS").And.NotContain("a-password");
    }

    private Task<GoringProcess> StartAsync() => GoringProcess.StartReadyAsync(
        ("REDIS_ADDR", Address), ("REDIS_TLS", "true"), ("REDIS_PASSWORD", "a-password"), ("SSL_CERT_FILE", Authority));

    private static Task<TestClient> ConnectAsync(GoringProcess process, string name) =>
        TestClient.ConnectAsync(process.WebSocketUrl, Person.New(name), TokenPlace.Header);
}
