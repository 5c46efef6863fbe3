namespace Goring.Bench.Load.Measures;

/// <summary>Windows of several subjects, taken turn by turn.</summary>
/// <param name="Turns">Of each turn a window of each subject.</param>
internal sealed record Comparison(IReadOnlyList<IReadOnlyList<Window>> Turns)
{
    /// <summary>What each subject came to in all.</summary>
    public IReadOnlyList<Window> InAll { get; } =
        [.. Enumerable.Range(0, Turns[0].Count).Select(subject => Window.Of([.. Turns.Select(turn => turn[subject])]))];

    /// <summary>
    /// A ratio of figures of the same turn, and of the turns' the median: where the machine was another's for a window, that turn is not
    /// the one that counts.
    /// </summary>
    public double Median(Func<IReadOnlyList<Window>, double> ratio) => Statistics.Median([.. Turns.Select(ratio)]);

    /// <summary>The same against what was measured between the turns.</summary>
    public double Median(IReadOnlyList<double> between, Func<IReadOnlyList<Window>, double, double> ratio) =>
        Statistics.Median([.. Turns.Zip(between, ratio)]);
}
