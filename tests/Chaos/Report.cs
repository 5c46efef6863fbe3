using Goring.Chaos.Checks;

namespace Goring.Chaos;

/// <summary>What a run prints.</summary>
internal static class Report
{
    /// <summary>The stories of so many violations are told in full.</summary>
    private const int MostDiaries = 5;

    private const int MostLines = 50;

    public static void Progress(Ledger ledger, int ready) => Say(
        $"{ledger.Elapsed.TotalSeconds,5:F0} s: calls {ledger.Calls}, connected {ready}, faults {ledger.Faults.Count},"
        + $" violations {ledger.Violations.Count}; last fault {ledger.LastFault}");

    /// <returns>The exit code.</returns>
    public static int End(Ledger ledger)
    {
        foreach (var fault in ledger.Faults)
        {
            Say($"fault {fault}: {ledger.CallsAfter(fault)} calls until the next");
        }

        foreach (var (what, count) in ledger.Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Say($"{count,8} {what}");
        }

        Say($"slowest answer {ledger.Slowest.TotalSeconds:F2} s, {ledger.Delays}");
        Violations(ledger);

        var idle = ledger.Faults.Count(fault => ledger.CallsAfter(fault) == 0);
        if (idle > 0)
        {
            Say($"{idle} faults after which no call was completed");
        }

        var (lost, doubled) = (ledger.HowMany(Wrong.Lost), ledger.HowMany(Wrong.Doubled));
        var (stuck, disagreements) = (ledger.HowMany(Wrong.Stuck), ledger.HowMany(Wrong.Disagreement));
        Say($"calls {ledger.Calls}, faults {ledger.Faults.Count}, lost {lost}, doubled {doubled}, stuck {stuck}, disagreements {disagreements}");
        return ledger.Violations.Count == 0 && idle == 0 && ledger.Calls > 0 ? 0 : 1;
    }

    private static void Violations(Ledger ledger)
    {
        var number = 0;
        foreach (var violation in ledger.Violations.Take(MostLines))
        {
            Say($"{violation.Kind} at {violation.At:HH:mm:ss.fff}, last fault {violation.LastFault}: {violation.What}");
            if (number++ >= MostDiaries)
            {
                continue;
            }

            foreach (var (user, lines) in violation.Diaries)
            {
                Say($"  {user}");
                foreach (var line in lines)
                {
                    Say($"    {line}");
                }
            }
        }
    }

    private static void Say(string line) => Console.WriteLine(line);
}
