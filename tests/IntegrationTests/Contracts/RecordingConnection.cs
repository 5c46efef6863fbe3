using System.Threading.Channels;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Contracts;

/// <summary>A client's socket that only remembers what it was told.</summary>
/// <param name="resume">What it resumes, for a client of <c>goring.v1</c>.</param>
internal sealed class RecordingConnection(UserId user, ResumeRequest? resume = null) : IClientConnection
{
    private readonly EventGate _order = new(numbered: resume is not null);
    private readonly List<ReadOnlyMemory<byte>> _passed = [];
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource<CloseReason> _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectionId Id { get; } = ConnectionId.New(resumable: resume is not null);

    public User User { get; } = new(user);

    public SlotHolder Holder => new(User.Id, Id);

    public ResumeRequest? Resume { get; } = resume;

    public long LastSeq => _order.LastSeq;

    public string? ResumeToken => Start?.ResumeToken;

    public SessionId? Call { get; set; }

    public Neighbour? Neighbour { get; set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered { get; init; } = [];

    public bool IsClosing => IsClosed;

    /// <summary>How the connection began.</summary>
    public SessionStart? Start { get; private set; }

    public Task<CloseReason> Closed => _closed.Task.WaitAsync(TestClient.Patience);

    public bool IsClosed => _closed.Task.IsCompleted;

    /// <summary>Called while a frame is being delivered.</summary>
    public Action? OnFrame { get; set; }

    public void Begin(ReadOnlyMemory<byte> ready, SessionStart start)
    {
        Start = start;
        lock (_order)
        {
            foreach (var @event in start.Missed.Concat(_order.Open(start.LastSeq)))
            {
                TrySend(@event);
            }
        }
    }

    public bool TrySend(ServerEvent @event)
    {
        if (IsClosed)
        {
            return false;
        }

        lock (_order)
        {
            _passed.Clear();
            _order.Offer(@event, _passed);
            foreach (var frame in _passed)
            {
                OnFrame?.Invoke();
                _frames.Writer.TryWrite(frame.ToArray());
            }
        }

        return true;
    }

    public void HoldEvents()
    {
        // No answers here, so nothing to keep back for one.
    }

    public void Answer(ReadOnlyMemory<byte> frame) => throw new InvalidOperationException("A store answers nobody.");

    public void Close(CloseReason reason) => _closed.TrySetResult(reason);

    public async Task<byte[]> NextAsync() =>
        await _frames.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);

    /// <summary>The next frame is those bytes.</summary>
    public async Task ExpectAsync(byte[] frame) => (await NextAsync()).Should().Equal(frame);

    public bool HasFrames => _frames.Reader.TryPeek(out _);

    public void StayUntil(DateTimeOffset? expires)
    {
        // No store asks.
    }
}
