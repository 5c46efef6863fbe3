using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>
/// A real proxy of the test's own on loopback, which runs the configuration that is shipped: nothing is replaced in it
/// but addresses, ports and paths.
/// </summary>
internal abstract class Proxy : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private Process? _process;

    protected Proxy(IReadOnlyList<int> servers)
    {
        servers.Should().HaveCount(2, "two stand in the configurations");
        Servers = servers;
    }

    /// <summary>For what it takes with TLS.</summary>
    public int Port { get; } = FreePort.Take();

    public Uri Url => new($"https://localhost:{Text(Port)}/");

    public Uri WebSocketUrl => new($"wss://localhost:{Text(Port)}/ws");

    public Uri RoomsUrl => new($"wss://localhost:{Text(Port)}/connect");

    /// <summary>Where it takes http, and sends people to https.</summary>
    public Uri PlainUrl => new($"http://localhost:{Text(PlainPort)}/");

    /// <summary>All that it has logged.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("goring-proxy-").FullName;

    protected int PlainPort { get; } = FreePort.Take();

    protected IReadOnlyList<int> Servers { get; }

    /// <param name="proxy">One that does not run yet.</param>
    /// <param name="withIntermediate">Whether it is given the whole chain.</param>
    public static async Task<Proxy> StartAsync(Proxy proxy, bool withIntermediate = true)
    {
        try
        {
            proxy.UseNewCertificate(withIntermediate);
            await proxy.BeginAsync();
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has it read its configuration and its certificate again, as an operator does.</summary>
    public void Reload() => ReloadSignal.SendTo(_process!.Id);

    /// <summary>Lays a new certificate where the proxy looks for it; its serial number.</summary>
    public string UseNewCertificate(bool withIntermediate = true)
    {
        var (fullChain, alone, key, serial) = TestChain.Issue();
        WriteCertificate(withIntermediate ? fullChain : alone, key);
        return serial;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            // Its workers end with it; after a SIGKILL they would not.
            Signal.Terminate.SendTo(process.Id);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        _process?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    protected abstract Signal ReloadSignal { get; }

    /// <summary>Writes the configuration and says how the proxy is started with it.</summary>
    protected abstract string[] Prepare();

    protected abstract void WriteCertificate(string chain, string key);

    protected string PathOf(string file) => Path.Combine(Folder, file);

    protected static string Address(int port) => $"127.0.0.1:{Text(port)}";

    private async Task BeginAsync()
    {
        var command = Prepare();
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(
            ListensAsync, () => $"{command[0]} listens (apt-get install {command[0]}): {Output}", seconds: 20);

        // HAProxy's workers listen while its master still ignores signals.
        await Eventually.HoldsAsync(
            () => ReloadSignal.IsCaughtBy(_process.Id), () => $"{command[0]} takes its reload signal: {Output}", seconds: 20);
    }

    private async Task<bool> ListensAsync()
    {
        _process!.HasExited.Should().BeFalse("of {0}", Output);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Take(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
