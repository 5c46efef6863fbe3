using Goring.Application.Connections;
using Goring.Application.Protocol;

namespace Goring.Infrastructure.InMemory;

/// <summary>
/// The events of one user: of a resumable session, or kept while the user is away from a call. The same rules as
/// <c>common.lua</c> and <c>claim.lua</c>. Not thread-safe.
/// </summary>
internal sealed class ReplayLog
{
    private readonly LinkedList<ReadOnlyMemory<byte>> _frames = new();
    private int _bytes;
    private int _kept;
    private int _keptBytes;

    /// <summary>The token that resumes it; null where it only keeps.</summary>
    public string? Token { get; private set; }

    public long Seq { get; private set; }

    /// <summary>When nobody can come back to it any more; null while its user is connected.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>From now on events are kept for a user who is away.</summary>
    public void Leave(DateTimeOffset expiresAt)
    {
        ExpiresAt = expiresAt;
        _kept = 0;
        _keptBytes = 0;
    }

    /// <summary>Numbers an event and keeps it; the oldest go where there are too many.</summary>
    public long Append(ReadOnlyMemory<byte> frame)
    {
        _frames.AddLast(frame);
        _bytes += frame.Length;
        while (_frames.Count > ReplayLimits.MaxFrames || (_bytes > ReplayLimits.MaxBytes && _frames.Count > 1))
        {
            _bytes -= _frames.First!.Value.Length;
            _frames.RemoveFirst();
        }

        return ++Seq;
    }

    /// <summary>Keeps an event for a user who is away; false for a relay for which there is no room.</summary>
    public bool TryKeep(ReadOnlyMemory<byte> frame, bool isRelay)
    {
        if (isRelay
            && (_kept + 1 > ReplayLimits.MaxAwayFrames || _keptBytes + frame.Length > ReplayLimits.MaxAwayBytes))
        {
            return false;
        }

        _kept++;
        _keptBytes += frame.Length;
        Append(frame);
        return true;
    }

    /// <summary>
    /// Begins a session of <c>goring.v1</c>: the one that <paramref name="request"/> names goes on, otherwise a new
    /// one begins with what was kept.
    /// </summary>
    public (bool Resumed, long LastSeq, IReadOnlyList<ServerEvent> Missed) Begin(ResumeRequest request, string newToken)
    {
        var resumed = Token is not null
            && request.Token == Token
            && request.LastSeq >= 0
            && request.LastSeq <= Seq
            && Seq - request.LastSeq <= _frames.Count;
        var count = resumed ? (int)(Seq - request.LastSeq) : Math.Min(_kept, _frames.Count);
        while (_frames.Count > count)
        {
            _bytes -= _frames.First!.Value.Length;
            _frames.RemoveFirst();
        }

        var last = resumed ? request.LastSeq : 0;
        Token = resumed ? Token : newToken;
        Seq = last + count;
        ExpiresAt = null;
        _kept = 0;
        _keptBytes = 0;
        return (resumed, last, [.. _frames.Select((frame, i) => Numbered(last + 1 + i, frame))]);
    }

    /// <summary>What was kept, for a client of the base protocol.</summary>
    public IReadOnlyList<ServerEvent> Kept() =>
        [.. _frames.Skip(Math.Max(0, _frames.Count - _kept)).Select(frame => new ServerEvent(frame))];

    /// <summary>The events behind a number, or null where they are not kept any more.</summary>
    public IReadOnlyList<ServerEvent>? After(long seq)
    {
        var count = Math.Max(0, Seq - seq);
        return count > _frames.Count
            ? null
            : [.. _frames.Skip(_frames.Count - (int)count).Select((frame, i) => Numbered(seq + 1 + i, frame))];
    }

    private static ServerEvent Numbered(long seq, ReadOnlyMemory<byte> frame) =>
        new(WireFrame.Numbered(seq, frame.Span), seq);
}
