using System.Globalization;
using Goring.Abuse;

if (AbuseOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(AbuseOptions.Usage);
    return 2;
}

var quiet = await AbuseRun.RunAsync(options, attacked: false);
var attacked = await AbuseRun.RunAsync(options, attacked: true);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"ms",-22}{"quiet p50",12}{"p99",9}{"max",9}{"attacked p50",15}{"p99",9}{"max",9}"));
foreach (var name in new[] { "ring", "candidate", "handshake", "health" })
{
    Console.WriteLine($"{name,-22}{quiet.Times.Row(name, 12)}{attacked.Times.Row(name, 15)}");
}

foreach (var (name, run) in new[] { ("quiet", quiet), ("attacked", attacked) })
{
    Console.WriteLine($"{name}: calls {run.Calls} completed, {run.Failures.Count} failed; the server takes {run.Memory} MiB at most");
    foreach (var failure in run.Failures.Take(10))
    {
        Console.WriteLine($"  {failure}");
    }
}

foreach (var (what, count) in attacked.Tally.OrderBy(pair => pair.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"{count,9} {what}");
}

return quiet.IsGood && attacked.IsGood ? 0 : 1;
