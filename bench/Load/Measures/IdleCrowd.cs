using System.Diagnostics;
using System.Globalization;
using System.Net;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Net;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>Users who connect and then do nothing, on a thread of their own: what they do holds up no call of the driver's.</summary>
internal sealed class IdleCrowd : IDisposable
{
    // What the driver needs for itself, its pairs and its runtime.
    private const int Spare = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly EventLoop _loop = new("idle");
    private readonly Crowd _crowd;
    private readonly List<IdleSocket> _sockets;
    private readonly Opening[] _openings;

    /// <param name="prefix">Of the users' names; null: no token, for the floor.</param>
    /// <param name="atOnce">How many may be in the middle of their handshake.</param>
    public IdleCrowd(Trouble trouble, string? prefix, int users, IPEndPoint server, int atOnce)
    {
        _crowd = new(_loop, atOnce);
        _sockets = [.. Enumerable.Range(0, users).Select(_ => new IdleSocket(_loop, trouble, _crowd.Opened))];
        _openings =
        [
            .. _sockets.Select((socket, i) => new Opening(
                socket, server, Handshake.Request("/ws", prefix is null ? null : UserToken.Of(UserToken.UserOf(prefix, i))))),
        ];
    }

    /// <summary>As many as asked for, or as descriptors allow.</summary>
    public static int Most(int users)
    {
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        return int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? Math.Min(users, limit - Spare)
            : users;
    }

    public Task ConnectAsync() => _crowd.OpenAsync(_openings);

    /// <summary>Drops them all, and waits until the server has noticed.</summary>
    public async Task LeaveAsync(ChildProcess server)
    {
        var most = server.Descriptors - (_sockets.Count * 99 / 100);
        await _loop.AskAsync(() =>
        {
            _sockets.ForEach(socket => socket.Dispose());
            return true;
        });
        var patience = Stopwatch.StartNew();
        while (server.Descriptors > most)
        {
            if (patience.Elapsed > Patience)
            {
                throw new TimeoutException($"{server.Name} keeps sockets whose clients have gone.");
            }

            await Task.Delay(Poll);
        }
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _loop.Dispose();
    }
}
