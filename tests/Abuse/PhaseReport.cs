using System.Text.Json.Serialization;

namespace Goring.Abuse;

/// <summary>What the bystanders saw in one phase.</summary>
/// <param name="Calls">Completed, from <c>call.start</c> to <c>call.ended</c>.</param>
/// <param name="Newcomers">Who connected anew and was let in.</param>
/// <param name="Failures">Of calls, newcomers and looks at <c>/health</c>, in words.</param>
/// <param name="Ring">From <c>call.start</c> to the callee's <c>call.ring</c>.</param>
/// <param name="Call">A whole call with its offer, answer and ten candidates.</param>
/// <param name="Handshake">A newcomer's, with its TCP connection.</param>
/// <param name="Health">An answer of <c>/health</c>, on a connection of its own.</param>
internal sealed record PhaseReport(
    Phase Phase,
    int Calls,
    int Newcomers,
    IReadOnlyList<string> Failures,
    Figures Ring,
    Figures Call,
    Figures Handshake,
    Figures Health)
{
    public bool IsGood => Failures.Count == 0 && Calls > 0 && Newcomers > 0;
}

/// <summary>Milliseconds: the median, the 99th percentile, the worst. Zero where nothing was measured.</summary>
internal sealed record Figures(double P50, double P99, double Max)
{
    public static Figures Of(IEnumerable<double> milliseconds)
    {
        double[] all = [.. milliseconds.Order()];
        return all.Length == 0 ? new(0, 0, 0) : new(all[all.Length / 2], all[(int)(all.Length * 0.99)], all[^1]);
    }
}

/// <summary>How the bystanders' process says it on its standard output.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(PhaseReport[]))]
internal sealed partial class ReportJson : JsonSerializerContext;
