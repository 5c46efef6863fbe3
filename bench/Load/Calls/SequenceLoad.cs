using System.Diagnostics;
using System.Net;
using Goring.Bench.Load.Net;

namespace Goring.Bench.Load.Calls;

/// <summary>
/// Pairs and how they are kept busy: each its next call as soon as one ends (closed loop), or calls at fixed times,
/// whatever becomes of the earlier ones (open loop).
/// </summary>
/// <param name="trickle">Each candidate in a write of its own.</param>
internal sealed class SequenceLoad(EventLoop loop, Trouble trouble, bool trickle, int candidates)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private readonly List<Pair> _pairs = [];
    private readonly Stack<Pair> _free = new();
    private readonly Queue<long> _late = new();
    private long _left;
    private long _next;

    public EventLoop Loop => loop;

    public Trouble Trouble => trouble;

    public bool Trickle => trickle;

    /// <summary>How many candidates each side of a call sends.</summary>
    public int Candidates => candidates;

    public CallLog Log { get; } = new();

    /// <param name="prefix">Of the users' names, so that no two loads of a run share them.</param>
    /// <param name="callers">Where they connect; callees may do so elsewhere.</param>
    public Task ConnectCallsAsync(string prefix, int count, IPEndPoint callers, IPEndPoint callees) =>
        ConnectAsync(count, (number, opened) =>
        {
            var caller = UserToken.UserOf(prefix + "-caller", number);
            var callee = UserToken.UserOf(prefix + "-callee", number);
            var pair = new GoringPair(this, number, caller, callee, opened);
            return (pair, [
                new Opening(pair.Caller, callers, Handshake.Request("/ws", UserToken.Of(caller))),
                new Opening(pair.Callee, callees, Handshake.Request("/ws", UserToken.Of(callee))),
            ]);
        });

    public Task ConnectFloorAsync(int count, IPEndPoint floor) =>
        ConnectAsync(count, (number, opened) =>
        {
            var pair = new FloorPair(this, number, opened);
            var request = Handshake.Request("/ws", token: null);
            return (pair, [new Opening(pair.Caller, floor, request), new Opening(pair.Callee, floor, request)]);
        });

    /// <param name="calls">How many more calls to make than there are pairs.</param>
    public void StartClosed(long calls = long.MaxValue) => loop.Post(() =>
    {
        _left = calls;
        _pairs.ForEach(pair => pair.Begin(Stopwatch.GetTimestamp()));
    });

    public void StartRate(int perSecond) => loop.Post(() =>
    {
        var interval = Stopwatch.Frequency / perSecond;
        _free.Clear();
        _pairs.ForEach(_free.Push);
        _next = Stopwatch.GetTimestamp() + interval;
        loop.Tick(TimeSpan.FromSeconds(1) / perSecond, () =>
        {
            for (; _next <= Stopwatch.GetTimestamp(); _next += interval)
            {
                if (_free.TryPop(out var pair))
                {
                    pair.Begin(_next);
                }
                else
                {
                    _late.Enqueue(_next);
                }
            }
        });
    });

    /// <summary>Begins no more calls, waits for those that run, and then for messages that nobody waits for.</summary>
    public async Task StopAsync()
    {
        await loop.AskAsync(() =>
        {
            _left = 0;
            _late.Clear();
            loop.Tick(default, null);
            return true;
        });
        var patience = Stopwatch.StartNew();
        while (await loop.AskAsync(() => _pairs.Any(pair => pair is { IsBusy: true, IsBroken: false })))
        {
            if (patience.Elapsed > Patience)
            {
                await loop.AskAsync(() =>
                {
                    _pairs.FindAll(pair => pair.IsBusy).ForEach(pair => pair.Break("its call does not end"));
                    return true;
                });
                break;
            }

            await Task.Delay(Poll);
        }

        await Task.Delay(Quiet);
    }

    public Task DropAsync() => loop.AskAsync(() =>
    {
        _pairs.ForEach(pair => pair.Dispose());
        _pairs.Clear();
        return true;
    });

    public void Completed(Pair pair)
    {
        Log.Complete();
        if (_left > 0)
        {
            _left--;
            pair.Begin(Stopwatch.GetTimestamp());
        }
        else if (_late.TryDequeue(out var intended))
        {
            pair.Begin(intended);
        }
        else
        {
            _free.Push(pair);
        }
    }

    private Task ConnectAsync(int count, Func<int, Action, (Pair Pair, Opening[] Sockets)> make)
    {
        var crowd = new Crowd(loop);
        var pairs = Enumerable.Range(_pairs.Count, count).Select(number => make(number, crowd.Opened)).ToList();
        _pairs.AddRange(pairs.Select(made => made.Pair));
        return crowd.OpenAsync([.. pairs.SelectMany(made => made.Sockets)]);
    }
}
