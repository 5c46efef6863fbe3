using System.Globalization;

namespace Goring.Fuzz;

/// <summary>One case of a leg. What it sends depends on these three alone.</summary>
internal sealed record Case(string Leg, int Seed, int Number)
{
    public const string Parser = "parser";
    public const string Sockets = "sockets";
    public const string Http = "http";
    public const string Tokens = "tokens";

    /// <returns>Null for anything but <c>LEG:SEED:CASE</c>.</returns>
    public static Case? Parse(string text) =>
        text.Split(':') is [Parser or Sockets or Http or Tokens, _, _] parts
        && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
        && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(parts[0], seed, number)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Leg}:{Seed}:{Number}");
}
