using System.Threading.Channels;

namespace Goring.Application.Push;

/// <summary>Tells this instance's <see cref="PushWorker"/> that there may be pushes to send. Never blocks.</summary>
public sealed class PushSignal
{
    private readonly Channel<bool> _pokes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes the worker; several pokes before it wakes are one.</summary>
    public void Poke() => _pokes.Writer.TryWrite(true);

    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _pokes.Reader.ReadAsync(cancellationToken);
}
