using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Goring.Chaos.Processes;

/// <summary>A process of ours: its output goes to a file, signals reach it by its own id, and it ends with us.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Continue = 18;
    private const int Stop = 19;
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _writing = new();

    private ChildProcess(Process process, string logPath)
    {
        _process = process;
        LogPath = logPath;
        _log = new(logPath, append: true) { AutoFlush = true };
    }

    /// <summary>Both of its outputs, line by line; an error line begins with <see cref="ErrorMark"/>.</summary>
    public string LogPath { get; }

    public static string ErrorMark => "stderr: ";

    public bool HasExited => _process.HasExited;

    /// <summary>Once it has exited; a process that a signal ended has 128 and the signal.</summary>
    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string logPath, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(logPath)!,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start }, logPath);
        child._process.OutputDataReceived += (_, line) => child.Write("", line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Write(ErrorMark, line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM. False where it is still there after that time; it is killed then.</summary>
    public async Task<bool> TerminateAsync(TimeSpan within)
    {
        Signal(Terminate);
        using var patience = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    public void Freeze() => Signal(Stop);

    public void Thaw() => Signal(Continue);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        lock (_writing)
        {
            _log.Dispose();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int process, int signal);

    private void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, signal);
        }
    }

    private void Write(string mark, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_writing)
        {
            // What still comes out of the pipe of a process that we have let go of concerns nobody.
            if (_log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(mark + line);
            }
        }
    }
}
