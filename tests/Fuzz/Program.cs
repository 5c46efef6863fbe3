using System.Globalization;
using Goring.Fuzz;
using Goring.Fuzz.Inputs;

if (FuzzOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(FuzzOptions.Usage);
    return 2;
}

var corpus = Corpus.Load();
var report = new Report(options.Seed);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"seed {options.Seed}, corpus of {corpus.Count} inputs"));
await new FuzzRun(options, corpus, report).RunAsync();
return report.End();
