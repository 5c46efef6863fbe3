using System.Diagnostics;
using System.Globalization;

namespace Goring.Bench.Load.Processes;

/// <summary>
/// A process of ours. Its standard output goes to <c>/dev/null</c> without passing through us, its errors to a file, and
/// it ends with us.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int TicksPerSecond = 100;

    private readonly Process _process;
    private readonly string _errors;

    private ChildProcess(string name, Process process, string errors)
    {
        Name = name;
        _process = process;
        _errors = errors;
    }

    public string Name { get; }

    public bool HasExited => _process.HasExited;

    public string Errors => File.Exists(_errors) ? File.ReadAllText(_errors).Trim() : "";

    /// <summary>Processor time so far, user and system: <c>/proc/PID/stat</c>.</summary>
    public TimeSpan Cpu => CpuOf(_process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>The driver's own.</summary>
    public static TimeSpan OwnCpu => CpuOf("self");

    /// <summary>Resident memory in bytes: <c>/proc/PID/smaps_rollup</c>.</summary>
    public long Resident
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/smaps_rollup").First(line => line.StartsWith("Rss:", StringComparison.Ordinal));
            return long.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
    }

    /// <summary>How many files and sockets it has open.</summary>
    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <param name="directory">Where it runs, and where its errors go.</param>
    public static ChildProcess Start(
        string name, string directory, IReadOnlyList<string> command, params (string Name, string Value)[] variables)
    {
        var errors = Path.Combine(directory, $"{name}-{Guid.NewGuid():N}.err");

        // The shell becomes the program: the id stays.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>\"$ERRORS\" </dev/null", "sh", .. command])
        {
            UseShellExecute = false,
            WorkingDirectory = directory,
        };
        start.Environment["ERRORS"] = errors;
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        return new(name, Process.Start(start)!, errors);
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

    private static TimeSpan CpuOf(string process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");

        // The name may hold spaces; behind it utime and stime are the 12th and the 13th.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / (double)TicksPerSecond);
    }
}
