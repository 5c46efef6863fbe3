using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Goring.Abuse;

/// <summary>This program once more, as the <see cref="Bystanders"/>.</summary>
internal sealed class BystanderProcess : IAsyncDisposable
{
    public const string Verb = "bystanders";

    private readonly Process _process;

    private BystanderProcess(Process process) => _process = process;

    public static BystanderProcess Start(int port) => new(Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(BystanderProcess).Assembly.Location, Verb, port.ToString(CultureInfo.InvariantCulture)])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!);

    public async Task BeginAsync(Phase phase)
    {
        await _process.StandardInput.WriteLineAsync(phase.ToString());
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it; what it saw, phase by phase.</summary>
    public async Task<PhaseReport[]> EndAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var said = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        return JsonSerializer.Deserialize(said, ReportJson.Default.PhaseReportArray)!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
