using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Goring.Web.Signaling;

/// <summary>
/// A read of a pipe that waits for what comes, kept for the next one: nearly every message of every client is waited for, and what a
/// wait takes anew the collector copies for as long as the client is silent (docs/decisions/0096). One waits at a time.
/// </summary>
internal sealed class PipeArrival(PipeReader input, TransportStream stream) : IValueTaskSource<int>
{
    private Action? _arrived;
    private ManualResetValueTaskSourceCore<int> _source;
    private ValueTaskAwaiter<ReadResult> _reading;
    private Memory<byte> _buffer;

    /// <summary>Whoever awaits it goes on on the thread that hears of what comes.</summary>
    /// <returns>How many bytes of the buffer were written.</returns>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
#pragma warning disable CA2012 // Its result is taken once: here, or where it arrives.
        var reading = input.ReadAsync(cancellationToken).GetAwaiter();
#pragma warning restore CA2012
        if (reading.IsCompleted)
        {
            return new(stream.Take(reading.GetResult(), buffer.Span));
        }

        _source.Reset();
        (_reading, _buffer) = (reading, buffer);
        reading.UnsafeOnCompleted(_arrived ??= Arrive);
        return new(this, _source.Version);
    }

    int IValueTaskSource<int>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Arrive()
    {
        var (reading, buffer) = (_reading, _buffer);
        (_reading, _buffer) = (default, default);
        int length;
        try
        {
            length = stream.Take(reading.GetResult(), buffer.Span);
        }
#pragma warning disable CA1031 // Whatever it is, it is the reader's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _source.SetException(error);
            return;
        }

        _source.SetResult(length);
    }
}
