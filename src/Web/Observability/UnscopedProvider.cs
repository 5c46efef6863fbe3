namespace Goring.Web.Observability;

/// <summary>
/// A provider whose lines stand without the scopes of Kestrel and ASP.NET Core: a socket lives in one request, whose ids tell
/// nothing that user and session do not, and copying them into each line costs more than the line.
/// </summary>
internal sealed class UnscopedProvider(ILoggerProvider inner) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Unscoped(inner.CreateLogger(categoryName));

    public void Dispose() => inner.Dispose();

    private sealed class Unscoped(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
