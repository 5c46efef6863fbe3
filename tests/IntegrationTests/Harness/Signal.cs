using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Goring.IntegrationTests.Harness;

/// <summary>A POSIX signal to one process that a test has started.</summary>
internal enum Signal
{
    Reload = 1,
    Kill = 9,
    User2 = 12,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

internal static class SignalSender
{
    public static void SendTo(this Signal signal, int processId)
    {
        if (Kill(processId, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Whether a process has a handler for it (<c>SigCgt</c> of <c>/proc/PID/status</c>, proc(5)); until then it may be lost.</summary>
    public static bool IsCaughtBy(this Signal signal, int processId)
    {
        const string Caught = "SigCgt:";
        var line = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith(Caught, StringComparison.Ordinal));
        var mask = ulong.Parse(line.AsSpan(Caught.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (mask & (1UL << ((int)signal - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
