using System.Buffers;
using System.Runtime.InteropServices;

namespace Goring.Web.Transport;

/// <summary>What has come and was not consumed, in one piece of memory from the pool; none while there is nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct UnreadBytes
{
    /// <summary>Bytes, of the first buffer, and so what is read at once: a session description with the candidates behind it.</summary>
    public const int LeastRoom = 8 * 1024;

    private byte[]? _buffer;
    private int _start;
    private int _examined;
    private int _end;

    /// <summary>Whether something has come that nobody has looked at.</summary>
    public readonly bool AnyNew => _end != _examined;

    public readonly ReadOnlySequence<byte> Sequence => _buffer is null ? default : new(_buffer, _start, _end - _start);

    /// <summary>Where what comes next goes; never empty. <see cref="Add"/> says how much it was.</summary>
    public Span<byte> Room()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(LeastRoom);
        }
        else if (_end == _buffer.Length)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(LeastRoom, 2 * unread.Length));
            unread.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _examined, _end, _start) = (larger, _examined - _start, _end - _start, 0);
        }

        return _buffer.AsSpan(_end);
    }

    public void Add(int length)
    {
        _end += length;
        ReleaseIfEmpty();
    }

    /// <param name="consumed">What stands before it is not asked for again.</param>
    /// <param name="examined">What stands before it is not new any more.</param>
    public void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Where nothing was there a position has no memory, and means nothing.
        if (_buffer is not null)
        {
            (_start, _examined) = (consumed.GetInteger(), examined.GetInteger());
            ReleaseIfEmpty();
        }
    }

    /// <summary>All of it, as something that nobody has looked at; here nothing is left.</summary>
    public UnreadBytes Move()
    {
        var moved = this with { _examined = _start };
        this = default;
        return moved;
    }

    /// <summary>Nobody asks for it any more.</summary>
    public void Release()
    {
        if (_buffer is { } buffer)
        {
            this = default;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReleaseIfEmpty()
    {
        if (_start == _end)
        {
            Release();
        }
    }
}
