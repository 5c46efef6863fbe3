using System.ComponentModel;
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

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
