using System.Diagnostics;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Processes;
using Goring.Web.Signaling;

namespace Goring.Fuzz.Sockets;

/// <summary>Scripts on real sockets, some at a time, until so many messages were sent.</summary>
internal sealed class SocketLeg(Corpus corpus, Report report, FuzzServer server)
{
    private const int Lanes = 12;

    private const int MessagesOfABatch = 1000;

    private int _next;
    private int _sent;
    private int _checked;

    public async Task RunAsync(int messages)
    {
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunLaneAsync(messages)));
        Report.Finished("sockets", _sent, Stopwatch.GetElapsedTime(begun));
    }

    public Task RunCaseAsync(Case @case) => server.DuringAsync(@case, async () =>
    {
        var script = new SocketScript(corpus, @case);
        report.Count("sockets opened");
        try
        {
            await using var scene = await Scene.OpenAsync(script, server.Port, fault => report.Find(@case, fault));
            await PlayAsync(@case, script, scene);
        }
        catch (IOException error)
        {
            report.Find(@case, error.Message);
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            report.Find(@case, $"the server hangs ({script.Ending} {script.Violation}): {error.Message}");
        }
    });

    private async Task RunLaneAsync(int messages)
    {
        while (_sent < messages && !report.HasEnough && !server.HasExited)
        {
            await RunCaseAsync(new(Case.Sockets, report.Seed, Interlocked.Increment(ref _next) - 1));
            var (batch, done) = (_sent / MessagesOfABatch, _checked);
            if (batch > done && Interlocked.CompareExchange(ref _checked, batch, done) == done)
            {
                await new HonestPair(server.Port, report, batch).CallAsync();
            }
        }
    }

    private async Task PlayAsync(Case @case, SocketScript script, Scene scene)
    {
        await SendAllAsync(script, scene);
        if (await TryEndAsync(script, scene.Socket))
        {
            var code = await scene.Socket.Ended.WaitAsync(FuzzSocket.Patience);
            report.Count($"sockets ended by {script.Ending}: {(code is { } known ? known : "cut")}");
            if (!MayEnd(script, code))
            {
                report.Find(@case, $"a socket that ended with {script.Ending} was closed {code}");
            }
        }

        if (scene.Peer is { } peer && !await AnswersAsync(peer, script))
        {
            report.Find(@case, "a peer that did nothing wrong was closed");
        }
    }

    private async Task SendAllAsync(SocketScript script, Scene scene)
    {
        try
        {
            for (var i = 0; i < script.Frames; i++)
            {
                var (kind, frames) = script.Next(scene.Placeholders);
                foreach (var frame in frames)
                {
                    await scene.Socket.SendAsync(frame);
                }

                report.Count($"sockets sent {kind}");
                Interlocked.Increment(ref _sent);
            }
        }
        catch (Exception error) when (FuzzSocket.IsLoss(error))
        {
            // How it ended is read.
        }
    }

    /// <returns>False where the server is not to say anything to it.</returns>
    private async Task<bool> TryEndAsync(SocketScript script, FuzzSocket socket)
    {
        try
        {
            switch (script.Ending)
            {
                case Ending.Close:
                    if (await AnswersAsync(socket, script))
                    {
                        await socket.SendAsync(Framing.CloseWith(1000, [], script.Random));
                    }

                    return true;
                case Ending.Violate:
                    (script.Violation, var bytes) = Framing.Violation(script.Random);
                    report.Count($"sockets violated by {script.Violation}");
                    await socket.SendAsync(bytes);
                    return true;
                case Ending.HalfClose:
                    socket.HalfClose();
                    return true;
                case Ending.Oversize:
                    await socket.SendAsync(Framing.Frame(Framing.Text, new byte[ConnectionSettings.MaxMessageBytes + 1], script.Random));
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception error) when (FuzzSocket.IsLoss(error))
        {
            return true;
        }
    }

    /// <summary>Whether the server still answers on that socket; false where it has closed it.</summary>
    private static async Task<bool> AnswersAsync(FuzzSocket socket, SocketScript script)
    {
        try
        {
            // A mistake that no script makes: the text of its error is the answer.
            var (question, answer) = script.IsOfRooms
                ? ("""{"type":"join","payload":{"room_id":[]}}""", "payload.room_id is not of its type")
                : ("""{"type":"call.check","payload":{"session_id":"still-there"}}""", "\"still-there\"");
            await socket.SendTextAsync(question);
            return await socket.NextAsync(answer) is not null;
        }
        catch (Exception error) when (FuzzSocket.IsLoss(error))
        {
            return false;
        }
    }

    /// <summary>
    /// Whether the server may have ended a socket so. Of its own close codes (docs/protocol.md, part 1) those that these
    /// scripts give it a reason for.
    /// </summary>
    private static bool MayEnd(SocketScript script, int? code) => code switch
    {
        // Where bytes were under way that nobody read, the connection is reset and the close frame lost with it.
        null => script.Ending != Ending.Close || script.MayBeCutOff,
        1008 => script.MayBeCutOff,
        1009 => script.Ending == Ending.Oversize,
        1000 => script.Ending is Ending.Close or Ending.HalfClose,
        // What the platform gives whoever breaks RFC 6455 (section 7.4.1).
        1002 or 1007 => script.Ending == Ending.Violate,
        _ => false,
    };
}
