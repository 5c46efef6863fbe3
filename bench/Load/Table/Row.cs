using Goring.Bench.Load.Measures;

namespace Goring.Bench.Load.Table;

/// <summary>One figure of the table: measured several times, and at most, or at least, what it must be.</summary>
/// <param name="Scale">What a Go server of this family came to, measured the same way; null where none was.</param>
internal sealed record Row(string Measure, string? Scale, double Goal, bool AtLeast, string Unit = "")
{
    private readonly List<double> _figures = [];

    public static string Head => "| measure | for scale | goal | measured | each | |\n|---|---|---|---|---|---|";

    private double Median => Statistics.Median(_figures);

    public bool Held => AtLeast ? Median >= Goal : Median <= Goal;

    public void Add(double figure) => _figures.Add(figure);

    public override string ToString() =>
        $"| {Measure} | {Scale ?? "–"} | {(AtLeast ? "≥" : "≤")} {Goal}{Unit} | {Median:0.00}{Unit}"
        + $" | {string.Join(" ", _figures.Select(figure => figure.ToString("0.00")))} | {(Held ? "held" : "short")} |";
}
