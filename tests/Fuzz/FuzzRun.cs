using Goring.Fuzz.Http;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Parser;
using Goring.Fuzz.Processes;
using Goring.Fuzz.Sockets;
using Goring.Fuzz.Tokens;

namespace Goring.Fuzz;

/// <summary>The legs of a run, one after the other; those that want a server have one together.</summary>
internal sealed class FuzzRun(FuzzOptions options, Corpus corpus, Report report)
{
    /// <summary>So much of everything makes a server warm.</summary>
    private const int WarmUp = 1000;

    public Task RunAsync() => options.Replay is { } one ? ReplayAsync(one) : RunAllAsync();

    private async Task RunAllAsync()
    {
        await new ParserLeg(corpus, report).RunAsync(options.Parser);
        if (options.Frames + options.Requests + options.Tokens == 0)
        {
            return;
        }

        await using var server = await FuzzServer.StartAsync(report);
        var (sockets, http, tokens) =
            (new SocketLeg(corpus, report, server), new HttpLeg(corpus, report, server), new TokenLeg(corpus, report));
        await sockets.RunAsync(Math.Min(options.Frames, WarmUp));
        await http.RunAsync(Math.Min(options.Requests, WarmUp));
        var leaks = new LeakCheck(server, report);
        await leaks.BeginAsync();
        await sockets.RunAsync(options.Frames);
        await http.RunAsync(options.Requests);
        await tokens.RunAsync(options.Tokens, server);
        await leaks.EndAsync();
    }

    private async Task ReplayAsync(Case one)
    {
        if (one.Leg == Case.Parser)
        {
            await new ParserLeg(corpus, report).ReplayAsync(one);
            return;
        }

        await using var server = await FuzzServer.StartAsync(report);
        var leaks = new LeakCheck(server, report);
        await leaks.BeginAsync();
        await (one.Leg switch
        {
            Case.Sockets => new SocketLeg(corpus, report, server).RunCaseAsync(one),
            Case.Http => new HttpLeg(corpus, report, server).RunCaseAsync(one),
            _ => new TokenLeg(corpus, report).RunCaseAsync(one, server),
        });
        await leaks.EndAsync();
    }
}
