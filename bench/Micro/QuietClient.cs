using System.Text;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Bench.Micro;

/// <summary>A client's socket that keeps the last frame and nothing else.</summary>
internal sealed class QuietClient(string user) : IClientConnection
{
    public ConnectionId Id { get; } = ConnectionId.New(resumable: false);

    public User User { get; } = new(new UserId(user), $"Name of {user}", user);

    public Sender Sender => new(User, Id);

    public ResumeRequest? Resume => null;

    public long LastSeq => 0;

    public string? ResumeToken => null;

    public SessionId? Call { get; set; }

    public Neighbour? Neighbour { get; set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered => [];

    public bool IsClosing => false;

    public ReadOnlyMemory<byte> Last { get; private set; }

    public string LastText => Encoding.UTF8.GetString(Last.Span);

    public void Begin(ReadOnlyMemory<byte> ready, SessionStart start) => Last = ready;

    public bool TrySend(ServerEvent @event)
    {
        Last = @event.Frame;
        return true;
    }

    public void HoldEvents()
    {
    }

    public void Answer(ReadOnlyMemory<byte> frame) => Last = frame;

    public void StayUntil(DateTimeOffset? expires)
    {
    }

    public void Close(CloseReason reason) => throw new InvalidOperationException($"closed: {reason}");
}
