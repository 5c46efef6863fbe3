using System.Text;

namespace Goring.Web.Observability;

/// <summary>The program's standard output, where its log goes.</summary>
internal static class StandardOutput
{
    /// <summary>Bytes; what one line of the log may have to be written at once. Longer ones are written in pieces.</summary>
    private const int BufferSize = 4096;

    /// <summary>
    /// From now on a line is one write, in UTF-8: nothing of another process comes between its parts, and it costs one system call.
    /// The console's own writer holds 256 characters, fewer than a line of JSON has.
    /// </summary>
    public static void WriteWholeLines()
    {
#pragma warning disable CA2000 // It is the process's own, and stays until that ends.
        Console.SetOut(new StreamWriter(
            Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize)
        { AutoFlush = true });
#pragma warning restore CA2000
    }
}
