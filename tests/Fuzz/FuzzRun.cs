using Goring.Fuzz.Inputs;
using Goring.Fuzz.Parser;

namespace Goring.Fuzz;

/// <summary>The legs of a run, one after the other.</summary>
internal sealed class FuzzRun(FuzzOptions options, Corpus corpus, Report report)
{
    public async Task RunAsync()
    {
        var parser = new ParserLeg(corpus, report);
        if (options.Replay is { } one)
        {
            await parser.ReplayAsync(one);
            return;
        }

        await parser.RunAsync(options.Parser);
    }
}
