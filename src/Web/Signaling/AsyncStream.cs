namespace Goring.Web.Signaling;

/// <summary>A stream of a connection: it has no length, is read and written asynchronously alone, and a write sends what it is given.</summary>
internal abstract class AsyncStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw NoLength();

    public override long Position
    {
        get => throw NoLength();
        set => throw NoLength();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public abstract override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw NotSynchronous();

    public override void Write(byte[] buffer, int offset, int count) => throw NotSynchronous();

    public override void Flush()
    {
        // As FlushAsync.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw NoLength();

    public override void SetLength(long value) => throw NoLength();

    private static NotSupportedException NoLength() => new("A connection has no length.");

    private static NotSupportedException NotSynchronous() => new("A connection is read and written asynchronously.");
}
