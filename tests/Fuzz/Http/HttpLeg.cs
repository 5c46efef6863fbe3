using System.Diagnostics;
using System.Globalization;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Processes;

namespace Goring.Fuzz.Http;

/// <summary>Requests to every route, upgrades among them: each is answered or cut, and none with a fault of the server.</summary>
internal sealed class HttpLeg(Corpus corpus, Report report, FuzzServer server)
{
    private const int AtOnce = 6;

    /// <summary>What Kestrel answers to an encoding or a version of HTTP that it does not have.</summary>
    private static readonly int[] OfThePlatform = [501, 505];

    public async Task RunAsync(int requests)
    {
        var begun = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForAsync(0, requests, options, async (number, _) =>
        {
            if (!report.HasEnough && !server.HasExited)
            {
                await RunCaseAsync(new(Case.Http, report.Seed, number));
            }
        });
        Report.Finished("http", requests, Stopwatch.GetElapsedTime(begun));
    }

    public Task RunCaseAsync(Case @case) => server.DuringAsync(@case, async () =>
    {
        var script = new HttpScript(corpus, @case);
        try
        {
            var status = await HttpAnswer.ToAsync(server.Port, script.Request, script.IsBroken);
            report.Count(string.Create(CultureInfo.InvariantCulture, $"http {status}"));
            if (status == 0 && !script.IsBroken)
            {
                report.Find(@case, $"the server does not answer {Shown.Of(script.Request)}");
            }

            if (status >= 500 && !OfThePlatform.Contains(status))
            {
                report.Find(@case, $"the server answers {status} to {Shown.Of(script.Request)}");
            }
        }
        catch (OperationCanceledException)
        {
            report.Find(@case, $"the server neither answers nor closes: {Shown.Of(script.Request)}");
        }
    });
}
