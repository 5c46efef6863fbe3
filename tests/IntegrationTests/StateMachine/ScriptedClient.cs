using System.Text;
using System.Text.Json;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.StateMachine;

/// <summary>A connection without a socket: what would go out is written down.</summary>
internal sealed class ScriptedClient(User user, ResumeRequest? resume, ReplayPump pump) : IClientConnection
{
    private readonly EventGate _gate = new(numbered: resume is not null);
    private readonly List<ReadOnlyMemory<byte>> _events = [];

    public ConnectionId Id { get; } = ConnectionId.New(resumable: resume is not null);

    public User User { get; } = user;

    public ResumeRequest? Resume { get; } = resume;

    public long LastSeq => _gate.LastSeq;

    public string? ResumeToken { get; private set; }

    public SessionId? Call { get; set; }

    public Neighbour? Neighbour { get; set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered { get; init; } = [];

    public bool IsClosing => Closed is not null;

    public CloseReason? Closed { get; private set; }

    public JsonElement? Ready { get; private set; }

    public JsonElement? LastAnswer { get; private set; }

    public IEnumerable<JsonElement> Events => _events.Select(Parse);

    public void Begin(ReadOnlyMemory<byte> ready, SessionStart start)
    {
        ResumeToken = start.ResumeToken;
        Ready = ready.IsEmpty ? null : Parse(ready);
        foreach (var @event in start.Missed.Concat(_gate.Open(start.LastSeq)))
        {
            TrySend(@event);
        }
    }

    public bool TrySend(ServerEvent @event)
    {
        switch (_gate.Offer(@event, _events))
        {
            case EventFate.Ahead:
                pump.Catch(this);
                break;
            case EventFate.Unnumbered:
                pump.Adopt(this, @event.Frame);
                break;
        }

        return !IsClosing;
    }

    public void HoldEvents()
    {
    }

    public void Answer(ReadOnlyMemory<byte> frame) => LastAnswer = frame.IsEmpty ? null : Parse(frame);

    public void Close(CloseReason reason) => Closed ??= reason;

    private static JsonElement Parse(ReadOnlyMemory<byte> frame) =>
        JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(frame.Span));

    public void StayUntil(DateTimeOffset? expires)
    {
        // No store asks.
    }
}
