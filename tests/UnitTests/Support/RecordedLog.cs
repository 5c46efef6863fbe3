using System.Collections.Concurrent;
using Goring.IntegrationTests.Harness;
using Microsoft.Extensions.Logging;

namespace Goring.UnitTests.Support;

/// <summary>
/// Every log line, as <c>Level: text</c>. All of them go into a file of the folder that <c>GORING_TEST_LOGS</c> names, too:
/// test.sh looks there for what must stand in no log.
/// </summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private static readonly TextWriter? File = SuiteLogFile.Open("unit");

    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel}: {formatter(state, exception)}";
        _lines.Enqueue(line);
        File?.WriteLine($"{line} {exception}");
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
