using System.Diagnostics;
using System.Text.Unicode;
using Goring.Application.Protocol;
using Goring.Fuzz.Inputs;

namespace Goring.Fuzz.Parser;

/// <summary>
/// Every input as a frame in this process, to the endpoint it was made for or to both, of the base protocol or of
/// <c>goring.v1</c>. It is read, validated and done, and what comes back, and reaches the other, must be of the protocol.
/// </summary>
internal sealed class ParserLeg(Corpus corpus, Report report)
{
    /// <summary>After so many cases a world has heard enough to be another than at its beginning.</summary>
    private const int CasesOfAWorld = 5000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Mutator _mutator = new(corpus);

    public async Task RunAsync(int cases)
    {
        var begun = Stopwatch.GetTimestamp();
        var blocks = Enumerable.Range(0, (cases + CasesOfAWorld - 1) / CasesOfAWorld);
        await Parallel.ForEachAsync(blocks, async (block, _) =>
        {
            using var world = await ParserWorld.MakeAsync();
            var end = Math.Min(cases, (block + 1) * CasesOfAWorld);
            for (var number = block * CasesOfAWorld; number < end && !report.HasEnough; number++)
            {
                await RunAsync(world, new(Case.Parser, report.Seed, number), says: false);
            }
        });
        Report.Finished("parser", cases, Stopwatch.GetElapsedTime(begun));
    }

    public async Task ReplayAsync(Case @case)
    {
        using var world = await ParserWorld.MakeAsync();
        await RunAsync(world, @case, says: true);
    }

    private async Task RunAsync(ParserWorld world, Case @case, bool says)
    {
        var random = new CaseRandom(@case);
        var ofCalls = random.Chance(60);
        var input = _mutator.Frame(ofCalls ? corpus.Calls : corpus.Rooms, random);
        report.Count("parser inputs");
        var subjects = new[] { world.Calls[random.Below(2)], world.Rooms[random.Below(2)] };
        var isForBoth = random.Chance(25);
        foreach (var subject in subjects.Where(subject => isForBoth || subject.IsOfRooms != ofCalls))
        {
            var frame = (await subject.SetUpAsync(random)).Fill(input);
            if (says)
            {
                Report.Say($"{subject.GetType().Name} v1={subject.Socket.SpeaksV1} sends {Shown.Of(frame)}");
            }

            try
            {
                await SendAsync(world, subject, frame, @case, says);
            }
#pragma warning disable CA1031 // Any exception is what we look for.
            catch (Exception error)
#pragma warning restore CA1031
            {
                report.Find(@case, $"an exception: {error}\n      for {Shown.Of(frame)}");
            }
        }
    }

    private async Task SendAsync(ParserWorld world, Subject subject, byte[] frame, Case @case, bool says)
    {
        string[] answers = [];
        try
        {
            var incoming = MessageDispatcher.Read(frame, subject.Socket);
            if (!Utf8.IsValid(frame))
            {
                // A socket lets none of it through. It is read all the same, but not done.
                report.Count("parser not UTF-8");
                return;
            }

            var error = await world.Dispatcher.DispatchAsync(incoming, subject.Socket, CancellationToken.None)
                .AsTask().WaitAsync(Patience);
            answers = subject.Take();
            var relayed = subject.TakeOfPeer();
            if (says)
            {
                Report.Say($"  answered {Joined(answers)}; the peer got {Joined(relayed)}");
            }

            report.Count($"parser {(error is { } code ? ErrorCodes.ToWire(code) : "done")}");
            foreach (var fault in ParserOracle.FaultsOf(frame, incoming, error, answers, relayed, subject.IsOfRooms))
            {
                report.Find(@case, $"{fault}\n      for {Shown.Of(frame)}\n      {world.Faults.Take()}");
            }
        }
        finally
        {
            await subject.CleanUpAsync(answers);
        }
    }

    private static string Joined(string[] frames) => string.Join(' ', frames.Select(Shown.Of));
}
