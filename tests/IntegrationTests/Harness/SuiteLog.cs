using System.Globalization;
using Goring.Web.Observability;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Goring.IntegrationTests.Harness;

/// <summary>
/// Everything that the servers of the tests log, at the lowest level, into a file of the folder that
/// <c>GORING_TEST_LOGS</c> names: test.sh looks there for what must stand in no log. Without the variable, nothing.
/// </summary>
internal sealed class SuiteLog : ILogEventSink
{
    private static readonly JsonFormatter Formatter = new(renderMessage: true);

    private static readonly TextWriter? File = SuiteLogFile.Open("integration");

    private SuiteLog()
    {
    }

    public static bool IsOn => File is not null;

    public static void AddTo(ILoggingBuilder logging)
    {
        if (IsOn)
        {
            logging.AddSerilog(
                Logging.From(LogEventLevel.Verbose).WriteTo.Sink(new SuiteLog()).CreateLogger(), dispose: true);
        }
    }

    /// <summary>A line of a process's output.</summary>
    public static void Add(string line) => File?.WriteLine(line);

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        Formatter.Format(logEvent, line);
        File!.Write(line.ToString());
    }
}
