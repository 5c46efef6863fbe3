namespace Goring.Application.Push;

/// <summary>
/// How long to wait before another attempt: twice as long each time, half of it by chance, so that the phones of many
/// calls do not come back at once. Short next to what the vendors advise for bulk mail: a ring is over in a minute.
/// </summary>
internal static class PushBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <param name="attempt">Which attempt failed: 1, 2, …</param>
    /// <param name="retryAfter">What the service asks for; never less is waited.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int attempt, TimeSpan? retryAfter, double chance)
    {
        var full = First * Math.Pow(2, Math.Min(attempt - 1, 10));
        var wait = (full < Longest ? full : Longest) * (0.5 + (chance / 2));
        return retryAfter is { } asked ? asked + (wait * chance / 2) : wait;
    }
}
