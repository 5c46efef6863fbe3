using System.Net.WebSockets;
using Goring.Chaos.Checks;
using Goring.Chaos.Processes;

namespace Goring.Chaos.Clients;

/// <summary>
/// One user's device: holds a connection to some instance of the fleet, comes back when it is lost, and hands on what
/// it is told.
/// </summary>
internal sealed class Client(string user, Fleet fleet, Ledger ledger, Random random) : IDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostBackoff = TimeSpan.FromSeconds(2);

    /// <summary>How long the server keeps a session (docs/protocol.md, part 3), less what the two clocks may differ.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(115);

    private readonly string _token = UserToken.Of(user, fleet.Secret);
    private readonly SessionOrder _order = new();
    private readonly CancellationTokenSource _leaving = new();
    private Link? _link;
    private Task _run = Task.CompletedTask;
    private volatile bool _left;
    private TimeSpan _retryAfter;

    /// <summary>Whoever wants to know what the client is told. Called by the one reader, in order.</summary>
    public ICallListener? Listener { get; set; }

    public string User => user;

    public Diary Diary { get; } = new();

    /// <summary>The last <c>session.ready</c>.</summary>
    public Ready? LastReady { get; private set; }

    public Presence Presence { get; } = new();

    /// <summary>Connects, and stays connected until it is told to leave.</summary>
    public void Start() => _run = RunAsync();

    /// <summary>Sends one command as soon as there is a connection, and waits for what becomes of it.</summary>
    public async Task<Answer> AskAsync(string type, string field, string value, CancellationToken cancellationToken)
    {
        var link = await Presence.ConnectedAsync(cancellationToken);
        return await AskOverAsync(link, type, (field, value));
    }

    /// <summary>Queues one command on that connection before it returns.</summary>
    public async Task<Answer> AskOverAsync(Link link, string type, params (string Name, string? Value)[] payload)
    {
        Diary.Note($"> {type} {string.Join(' ', payload.Where(field => field.Name is not "sdp").Select(field => field.Value))}");
        var answer = await link.AskAsync(type, payload);
        if (answer.Fate != Fate.Done)
        {
            Diary.Note($"< {type}: {answer.Fate} {answer.Code}");
            ledger.Count($"{type} {answer.Code}");
        }

        if (ReferenceEquals(answer, Answer.Silence))
        {
            ledger.Add(Wrong.Stuck, $"{type} was never answered though the socket stands", this);
        }

        return answer;
    }

    /// <summary>Loses the connection as a phone does in a tunnel.</summary>
    public void Drop() => _link?.Drop();

    /// <summary>Closes the connection in order and does not come back.</summary>
    public async Task LeaveAsync()
    {
        _left = true;
        try
        {
            if (_link is { } link)
            {
                await link.CloseAsync(_leaving.Token);
            }

            await _run.WaitAsync(ClosePatience);
        }
        catch (Exception error) when (Link.IsLoss(error) || error is TimeoutException)
        {
            Diary.Note($"no close: {error.Message}");
        }

        await _leaving.CancelAsync();
        await _run;
    }

    public void Dispose() => _leaving.Dispose();

    private async Task RunAsync()
    {
        for (var attempt = 0; !_left; attempt++)
        {
            _retryAfter = TimeSpan.Zero;
            try
            {
                if (fleet.Pick(random) is { } uri)
                {
                    using var link = await Link.OpenAsync(new Uri(uri + _order.Query), _token, _leaving.Token);
                    attempt = 0;
                    await ServeAsync(link);
                }
            }
            catch (Exception error) when (Link.IsLoss(error) || error is HttpRequestException)
            {
                Diary.Note($"lost: {error.Message}");
                ledger.Count(error is WebSocketException ? "sockets lost or refused" : "connects failed");
            }

            await PauseAsync(attempt);
        }
    }

    private async Task ServeAsync(Link link)
    {
        _link = link;
        try
        {
            await foreach (var frame in link.ReadAsync(_leaving.Token))
            {
                Take(link, frame);
            }

            Diary.Note($"closed: {link.CloseText}");
            ledger.Count($"closed with {link.CloseText}");
            if (link.CloseCode == 4001)
            {
                ledger.Add(Wrong.Disagreement, "replaced by a connection that the client did not open", this);
            }
        }
        finally
        {
            Presence.Go();
            link.LoseAll();
            ledger.SlowestAnswer(link.SlowestAnswer);
        }
    }

    private void Take(Link link, Frame frame)
    {
        switch (frame.Type)
        {
            case "session.ready":
                Begin(link, Ready.Of(frame));
                break;
            case "session.closing":
                _retryAfter = TimeSpan.FromMilliseconds(frame.Payload.GetProperty("retry_after_ms").GetInt32());
                Diary.Note("< session.closing");
                Presence.Go();
                break;
            default:
                if (frame.Id is not null)
                {
                    link.TryAnswer(frame);
                }
                else
                {
                    TakeEvent(frame);
                }

                break;
        }
    }

    private void Begin(Link link, Ready ready)
    {
        Diary.Note($"< session.ready {ready.ServerId} {ready.ConnectionId} resumed={ready.Resumed} behind {_order.LastSeq}, call {ready.CallSession}");
        var away = Presence.Away;
        ledger.Count(ready.Resumed ? "sessions resumed" : "sessions begun");
        var lost = _order.Begin(ready.Resumed, ready.Token);
        if (lost)
        {
            ledger.Count("sessions begun anew");
            Listener?.OnSessionLost(this);
            if (away < Window)
            {
                ledger.Add(Wrong.Lost, $"session not resumed after {away.TotalSeconds:F1} s", this);
            }
        }

        LastReady = ready;
        Listener?.OnReady(this, ready);
        Presence.Come(link);
    }

    private void TakeEvent(Frame frame)
    {
        Diary.Note($"< {frame.Seq} {frame.Type} {frame.Session} {frame.Text("marker")}{frame.Text("reason")}");
        switch (_order.Take(frame.Seq))
        {
            case Order.Gap:
                ledger.Add(Wrong.Lost, $"gap before event {frame.Seq} {frame.Type}", this);
                break;
            case Order.Doubled:
                ledger.Add(Wrong.Doubled, $"event {frame.Seq} {frame.Type} after {_order.LastSeq}", this);
                break;
        }

        Listener?.OnEvent(this, frame);
    }

    /// <summary>What the server asked for, or full jitter.</summary>
    private async Task PauseAsync(int attempt)
    {
        var most = Math.Min(MostBackoff.TotalMilliseconds, FirstBackoff.TotalMilliseconds * Math.Pow(2, attempt));
        var pause = _retryAfter > TimeSpan.Zero ? _retryAfter : TimeSpan.FromMilliseconds(random.NextDouble() * most);
        try
        {
            await Task.Delay(pause, _leaving.Token);
        }
        catch (OperationCanceledException)
        {
            // It leaves.
        }
    }
}
