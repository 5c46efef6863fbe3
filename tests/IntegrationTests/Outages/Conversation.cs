using System.Diagnostics;
using System.Globalization;

namespace Goring.IntegrationTests.Outages;

/// <summary>
/// The parties of an accepted call send one another numbered candidates for as long as a drill lasts: what became of
/// each is known at its end.
/// </summary>
internal sealed class Conversation(Pair pair, string session) : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Direction> _directions = [new(pair.Caller, pair.Callee), new(pair.Callee, pair.Caller)];
    private Task _talking = Task.CompletedTask;

    public Pair Pair { get; } = pair;

    public string Session { get; } = session;

    /// <summary>How many were refused.</summary>
    public int Refused => _directions.Sum(direction => direction.Refused.Count);

    /// <summary>How many were taken, as far as their senders know, and never came.</summary>
    public int Lost => _directions.Sum(direction => direction.Lost);

    public static async Task<Conversation> BeginAsync(Pair pair)
    {
        var conversation = new Conversation(pair, await pair.CallAsync());
        conversation._talking = Task.WhenAll(conversation._directions.Select(conversation.TalkAsync));
        await conversation.IsHeardAsync(Stopwatch.GetTimestamp());
        return conversation;
    }

    /// <summary>Completes when something that was sent after that moment has been heard, both ways.</summary>
    public Task IsHeardAsync(long since) => Task.WhenAll(_directions.Select(direction => direction.IsHeardAsync(since)));

    /// <summary>Completes when both have been told that the call is over and that nobody ended it.</summary>
    public Task IsOverAsync() => Task.WhenAll(Pair.Both.Select(async party =>
    {
        var ended = await party.AwaitAsync(Pair.Told("call.ended", Session), "the end of the lost call", seconds: 30);
        ended.Text("reason").Should().Be("peer_disconnected");
    }));

    /// <summary>Says no more, and waits until the last word has been heard where the call goes on.</summary>
    public async Task StopAsync(bool callGoesOn)
    {
        if (callGoesOn)
        {
            await IsHeardAsync(Stopwatch.GetTimestamp());
        }

        await _stop.CancelAsync();
        await _talking;
    }

    /// <summary>Nothing came twice or out of its order.</summary>
    public void ShouldHaveKeptItsOrder()
    {
        foreach (var direction in _directions)
        {
            direction.Heard.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _talking;
        }
        catch (TimeoutException)
        {
            // An answer that never came has failed the drill already, or a socket was closed under us.
        }

        _stop.Dispose();
    }

    private async Task TalkAsync(Direction direction)
    {
        for (var number = 1; !_stop.IsCancellationRequested; number++)
        {
            await direction.SayAsync(Session, number);
            await Task.WhenAny(Task.Delay(Pace, _stop.Token));
        }
    }

    private sealed class Direction(Party from, Party to)
    {
        private readonly Dictionary<int, long> _sent = [];

        public HashSet<int> Refused { get; } = [];

        public IReadOnlyList<int> Heard =>
        [
            .. to.Frames.Where(frame => frame.Type == "webrtc.ice")
                .Select(frame => int.Parse(frame.Text("candidate")!, CultureInfo.InvariantCulture)),
        ];

        public int Lost => _sent.Keys.Except(Refused).Except(Heard).Count();

        /// <summary>A client of the base protocol has no answer to a relay that was taken: it asks a question behind.</summary>
        public async Task SayAsync(string session, int number)
        {
            var relay = new { session_id = session, candidate = number.ToString(CultureInfo.InvariantCulture) };
            lock (_sent)
            {
                _sent[number] = Stopwatch.GetTimestamp();
            }

            if (from.SpeaksV1)
            {
                if ((await from.AskAsync("webrtc.ice", relay)).Outcome != "ack")
                {
                    Refused.Add(number);
                }

                return;
            }

            var before = from.Count;
            await from.SendAsync("webrtc.ice", relay);
            await from.AskAsync("call.check", new { session_id = session });
            if (from.Frames.Skip(before).Any(frame => frame.Text("request_type") == "webrtc.ice"))
            {
                Refused.Add(number);
            }
        }

        public Task<Received> IsHeardAsync(long since)
        {
            return to.AwaitAsync(
                frame => frame.Type == "webrtc.ice" && SentAt(frame.Text("candidate")!) >= since,
                $"something new from {from.Id}");

            long SentAt(string number)
            {
                lock (_sent)
                {
                    return _sent[int.Parse(number, CultureInfo.InvariantCulture)];
                }
            }
        }
    }
}
