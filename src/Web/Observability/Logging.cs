using System.Globalization;
using Goring.Web.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace Goring.Web.Observability;

/// <summary>Logs on standard output: JSON, one object a line, or text for people, on a terminal in colours.</summary>
internal static class Logging
{
    private const string Text = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static void AddGoringLogging(this ILoggingBuilder logging, ServerSettings settings)
    {
        var configuration = From(settings.LogLevel);
        configuration = !settings.JsonLogs && !Console.IsOutputRedirected
            ? configuration.WriteTo.Console(outputTemplate: Text, formatProvider: CultureInfo.InvariantCulture)
            : configuration.WriteTo.Sink(new GatheredLines(Console.OpenStandardOutput(), FormatterOf(settings)));

        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Trace);

        // It tells of each request as it begins and ends, which is never logged; for that alone it would keep an activity and a
        // scope for as long as a socket lives. Faults of requests are told by Kestrel.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
#pragma warning disable CA2000 // The factory of the loggers disposes of it.
        logging.AddProvider(new UnscopedProvider(new SerilogLoggerProvider(configuration.CreateLogger(), dispose: true)));
#pragma warning restore CA2000
    }

    /// <summary>What is logged from a level on.</summary>
    public static LoggerConfiguration From(LogEventLevel level) => new LoggerConfiguration()
        .MinimumLevel.Is(level)

        // ASP.NET Core logs each request with its query string, where a token may stand: never below Warning,
        // whatever LOG_LEVEL says.
        .MinimumLevel.Override("Microsoft", Max(level, LogEventLevel.Warning))
        .MinimumLevel.Override("System", Max(level, LogEventLevel.Warning))
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", Max(level, LogEventLevel.Information))

        // A start that fails is told by StartFailure, in one line.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal);

    private static ITextFormatter FormatterOf(ServerSettings settings) => settings.JsonLogs
        ? new JsonFormatter(renderMessage: true)
        : new MessageTemplateTextFormatter(Text, CultureInfo.InvariantCulture);

    private static LogEventLevel Max(LogEventLevel left, LogEventLevel right) => left > right ? left : right;
}
