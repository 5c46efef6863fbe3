using System.Globalization;

namespace Goring.IntegrationTests.Harness;

/// <summary>
/// A suite's file in the folder that <c>GORING_TEST_LOGS</c> names, for everything that its servers log: test.sh looks there
/// for what must stand in no log.
/// </summary>
internal static class SuiteLogFile
{
    /// <returns>A writer for any thread, which keeps nothing back; null where the variable is not set.</returns>
    public static TextWriter? Open(string suite)
    {
        if (Environment.GetEnvironmentVariable("GORING_TEST_LOGS") is not { Length: > 0 } folder)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        var name = $"{suite}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.log";
        return TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, name), append: true) { AutoFlush = true });
    }
}
