using System.Globalization;

namespace Goring.Abuse;

/// <summary>A run in words and figures. Times are milliseconds.</summary>
internal static class Report
{
    private const int MostFailures = 10;

    private static readonly string[] Columns = ["warm-up", "quiet", "attacked", "quiet again"];

    public static void Write(AbuseRun run, TextWriter to)
    {
        var phases = run.Phases;
        Row("", Columns);
        Row("calls completed", phases.Select(phase => $"{phase.Calls}"));
        Row("newcomers let in", phases.Select(phase => $"{phase.Newcomers}"));
        Row("failures", phases.Select(phase => $"{phase.Failures.Count}"));
        Row("ring p50/p99/max", phases.Select(phase => Text(phase.Ring)));
        Row("call p50/p99/max", phases.Select(phase => Text(phase.Call)));
        Row("handshake p50/p99/max", phases.Select(phase => Text(phase.Handshake)));
        Row("/health p50/p99/max", phases.Select(phase => Text(phase.Health)));
        Row("server MiB, most", phases.Select(phase => $"{run.LoadOf(phase.Phase).Mebibytes}"));
        Row("descriptors, most", phases.Select(phase => $"{run.LoadOf(phase.Phase).Descriptors}"));

        foreach (var (kind, acted, wanted) in run.Kinds)
        {
            to.WriteLine($"{kind}: {acted} of {wanted} did what they came for");
            foreach (var (_, came, times) in run.Attacks.Answers.Where(answer => answer.Kind == kind))
            {
                to.WriteLine($"{times,9} {came}");
            }
        }

        foreach (var failure in phases.SelectMany(phase => phase.Failures.Select(text => $"{phase.Phase}: {text}")).Take(MostFailures))
        {
            to.WriteLine(failure);
        }

        foreach (var error in run.Errors.Take(MostFailures))
        {
            to.WriteLine($"server: {error}");
        }

        void Row(string name, IEnumerable<string> cells) =>
            to.WriteLine($"{name,-24}{string.Concat(cells.Select(cell => cell.PadLeft(26)))}");
    }

    private static string Text(Figures figures) => string.Create(
        CultureInfo.InvariantCulture, $"{figures.P50:F1} / {figures.P99:F1} / {figures.Max:F1}");
}
