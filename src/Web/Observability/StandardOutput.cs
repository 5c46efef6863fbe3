using System.Text;

namespace Goring.Web.Observability;

/// <summary>The program's standard output, where its log goes.</summary>
internal static class StandardOutput
{
    /// <summary>Characters; how long a line of the log may be to be written at once. Longer ones are written in pieces.</summary>
    public const int LongestWholeLine = 4096;

    /// <summary>
    /// From now on a line is one write, in UTF-8: nothing of another process comes between its parts, and it costs one system call.
    /// The console's own writer holds 256 characters, fewer than a line of JSON has.
    /// </summary>
    public static void WriteWholeLines() => Console.SetOut(WriterTo(Console.OpenStandardOutput()));

    /// <summary>What it is given is written at once, and none of it is kept.</summary>
    internal static StreamWriter WriterTo(Stream output) =>
        new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), LongestWholeLine) { AutoFlush = true };
}
