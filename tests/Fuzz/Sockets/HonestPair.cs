using Goring.Fuzz.Tokens;

namespace Goring.Fuzz.Sockets;

/// <summary>Two who do everything right, and must be able to call whatever others send meanwhile.</summary>
/// <param name="number">Tells their names from those of other pairs.</param>
internal sealed class HonestPair(int port, Report report, int number)
{
    public async Task CallAsync()
    {
        try
        {
            await using var caller = await ConnectAsync($"honest-a-{number}");
            await using var callee = await ConnectAsync($"honest-b-{number}");
            await caller.SendTextAsync($$$"""{"type":"call.start","payload":{"callee_id":"honest-b-{{{number}}}"}}""");
            var ring = await ExpectAsync(callee, "\"call.ring\"");
            var session = ring.Split("\"session_id\":\"")[1].Split('"')[0];
            foreach (var (from, to, type, more, heard) in Steps(caller, callee))
            {
                await from.SendTextAsync($$$"""{"type":"{{{type}}}","payload":{"session_id":"{{{session}}}"{{{more}}}}}""");
                _ = await ExpectAsync(to, heard);
            }

            report.Count("calls between honest clients");
        }
        catch (Exception error) when (error is OperationCanceledException || FuzzSocket.IsLoss(error))
        {
            report.Find($"two honest clients cannot call: {error.Message}", where: null);
        }
    }

    private static (FuzzSocket From, FuzzSocket To, string Type, string More, string Heard)[] Steps(
        FuzzSocket caller, FuzzSocket callee) =>
    [
        (callee, caller, "call.accept", "", "\"call.accepted\""),
        (caller, callee, "webrtc.offer", ",\"sdp\":\"an-sdp\"", "\"an-sdp\""),
        (callee, caller, "webrtc.answer", ",\"sdp\":\"an-sdp\"", "\"an-sdp\""),
        (caller, callee, "webrtc.ice", ",\"candidate\":\"candidate:1\"", "\"candidate:1\""),
        (caller, callee, "call.end", "", "\"call.ended\""),
    ];

    private static async Task<string> ExpectAsync(FuzzSocket socket, string part) =>
        await socket.NextAsync(part) ?? throw new IOException($"closed while waiting for {part}");

    private Task<FuzzSocket> ConnectAsync(string user) => FuzzSocket.OpenAsync(
        port, "/ws", $"Authorization: Bearer {TokenMaker.Good(user)}\r\n", fault => report.Find(fault, where: null));
}
