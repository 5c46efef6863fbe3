using System.Diagnostics;
using System.Globalization;

namespace Goring.IntegrationTests.Harness;

/// <summary>A real coturn of the test's own, on loopback, with secrets instead of users.</summary>
internal sealed class TurnServer : IAsyncDisposable
{
    private const string Realm = "goring.test";

    private readonly string _folder = Directory.CreateTempSubdirectory("goring-turn-").FullName;
    private Process? _process;

    private TurnServer()
    {
    }

    public int Port { get; } = FreePort.Take();

    public string Url => $"turn:127.0.0.1:{Text(Port)}?transport=udp";

    public static async Task<TurnServer> StartAsync(params string[] secrets)
    {
        var server = new TurnServer();
        try
        {
            await server.BeginAsync(secrets);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether coturn's own client gets an allocation with a credential.</summary>
    public async Task<bool> AllocatesAsync(string username, string password)
    {
        using var client = Process.Start(StartInfo(
            "turnutils_uclient",
            "-u", username, "-w", password, "-y", "-c", "-n", "1", "-m", "2", "-L", "127.0.0.1", "-p", Text(Port), "127.0.0.1"))!;
        var output = client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var refused = (await output).Contains("Cannot complete Allocation", StringComparison.Ordinal);
        (client.ExitCode == 0).Should().Be(!refused, "an exit code without that line would be another fault: {0}", await output);
        return !refused;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            Signal.Kill.SendTo(process.Id);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync(string[] secrets)
    {
        var relays = FreePort.Take();
        var file = Path.Combine(_folder, "turnserver.conf");
        await File.WriteAllLinesAsync(file, [
            "listening-ip=127.0.0.1",
            "relay-ip=127.0.0.1",
            $"listening-port={Text(Port)}",
            $"min-port={Text(relays)}",
            $"max-port={Text(relays + 50)}",
            $"realm={Realm}",
            "use-auth-secret",
            .. secrets.Select(secret => $"static-auth-secret={secret}"),
            "fingerprint", "no-tls", "no-dtls", "no-cli", "allow-loopback-peers", "no-multicast-peers",
            $"pidfile={Path.Combine(_folder, "pid")}",
            $"userdb={Path.Combine(_folder, "db")}",
            "log-file=stdout",
        ]);

        _process = Process.Start(StartInfo("turnserver", "-c", file))!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(
            () => Listens() && !_process.HasExited, "coturn listens (apt-get install coturn)", seconds: 20);
    }

    /// <summary>It opens its port of TCP behind that of UDP.</summary>
    private bool Listens() => System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
        .GetActiveTcpListeners().Any(endpoint => endpoint.Port == Port);

    private static ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
