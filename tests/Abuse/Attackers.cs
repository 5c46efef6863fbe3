using System.Security.Cryptography;
using System.Text;
using Goring.Chaos.Clients;

namespace Goring.Abuse;

/// <summary>
/// Those who mean harm. Each that is cut comes back after a pause, so that as many as were asked for are there all the
/// while, as far as the server lets them.
/// </summary>
internal sealed class Attackers(AttackLog log, int port)
{
    public const string HalfOpen = "half-open";
    public const string Slow = "slow";
    public const string Garbage = "garbage";
    public const string Caller = "caller";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Broken or unwanted frames, each sent again and again until the server has had enough.</summary>
    private static readonly (string Name, Func<byte[]> Bytes)[] Junk =
    [
        ("random bytes", () => RandomNumberGenerator.GetBytes(256)),
        ("junk text", () => [.. Enumerable.Repeat(Evil.Frame(0x81, "{}"u8.ToArray()), 30).SelectMany(frame => frame)]),
        ("not UTF-8", () => Evil.Frame(0x81, [0xff, 0xfe, 0x80])),
        ("unmasked", () => [0x81, 2, (byte)'{', (byte)'}']),
        ("a reserved opcode", () => Evil.Frame(0x83, [1, 2, 3])),
        ("reserved bits", () => Evil.Frame(0xf1, [1, 2, 3])),
        ("empty fragments", () => [.. Enumerable.Repeat(Evil.Frame(0x00, []), 64).SelectMany(frame => frame)]),
        ("a large control frame", () => [0x89, 0xfe, 0xff, 0xff, 0, 0, 0, 0]),
        ("an endless frame", () => [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, .. new byte[4096]]),
        ("pings", () => [.. Enumerable.Repeat(Evil.Frame(0x89, [1]), 16).SelectMany(frame => frame)]),
        ("binary", () => Evil.Frame(0x82, new byte[100])),
        ("oversized", () => Evil.Frame(0x81, Encoding.UTF8.GetBytes(new string('x', 600_000)))),
    ];

    public Task[] Start(AbuseOptions options, CancellationToken over) =>
    [
        .. Enumerable.Range(0, options.HalfOpen).Select(i => AgainAsync(HalfOpen, i, OpenHalfAsync, over)),
        .. Enumerable.Range(0, options.Slow).Select(i => AgainAsync(Slow, i, DripAsync, over)),
        .. Enumerable.Range(0, options.Garbage).Select(i => AgainAsync(Garbage, i, SpoilAsync, over)),
        AgainAsync(Caller, 0, CallWithoutEndAsync, over),
    ];

    private async Task AgainAsync(
        string kind, int number, Func<Evil, int, CancellationToken, Task<string>> attack, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            using var evil = new Evil(port, number);
            string came;
            try
            {
                await evil.ConnectAsync(over);
                came = await attack(evil, number, over);
            }
            catch (Exception error) when (Evil.IsLoss(error))
            {
                came = over.IsCancellationRequested ? "there at the end" : "cut";
            }

            log.Answered(kind, came);
            var pause = log.HasActed(kind, number) ? 20 * Second : Second;
            await Evil.PauseAsync(pause * (1 + Random.Shared.NextDouble()), over);
        }
    }

    private async Task<string> OpenHalfAsync(Evil evil, int number, CancellationToken over)
    {
        const string Begin = "GET /ws HTTP/1.1\r\nHost: a\r\nX-Slow: ";
        switch (number % 3)
        {
            case 1:
                await evil.SendAsync(Encoding.ASCII.GetBytes("GET /w"), over);
                break;
            case 2:
                await evil.SendAsync(Encoding.ASCII.GetBytes(Begin), over);
                log.Acted(HalfOpen, number);
                return await evil.DripAsync("x"u8.ToArray(), over);
        }

        log.Acted(HalfOpen, number);
        return await evil.UntilClosedAsync(over);
    }

    private async Task<string> DripAsync(Evil evil, int number, CancellationToken over)
    {
        if (await evil.UpgradeAsync(UserToken.Of($"slow-{number}", Server.Secret), over) is { } refused)
        {
            return refused;
        }

        // The length of 100,000 bytes, of which one comes a second.
        await evil.SendAsync([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0x86, 0xa0, 0, 0, 0, 0], over);
        log.Acted(Slow, number);
        return await evil.DripAsync("x"u8.ToArray(), over);
    }

    private async Task<string> SpoilAsync(Evil evil, int number, CancellationToken over)
    {
        if (await evil.UpgradeAsync(UserToken.Of($"garbage-{number}", Server.Secret), over) is { } refused)
        {
            return refused;
        }

        var (name, bytes) = Junk[number % Junk.Length];
        if (name == "empty fragments")
        {
            await evil.SendAsync([0x01, 0x80, 0, 0, 0, 0], over);
        }

        log.Acted(Garbage, number);
        return $"{name}: {await evil.FloodAsync(bytes, Second, over)}";
    }

    private async Task<string> CallWithoutEndAsync(Evil evil, int number, CancellationToken over)
    {
        if (await evil.UpgradeAsync(UserToken.Of("without-end", Server.Secret), over) is { } refused)
        {
            return refused;
        }

        var frame = Evil.Frame(0x81, Encoding.UTF8.GetBytes("""{"type":"call.start","payload":{"callee_id":"slow-1"}}"""));
        log.Acted(Caller, number);
        return await evil.FloodAsync(() => frame, TimeSpan.Zero, over);
    }
}
