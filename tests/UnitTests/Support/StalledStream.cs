using System.Text;

namespace Goring.UnitTests.Support;

/// <summary>A stream to a client that takes nothing until it goes on.</summary>
internal sealed class StalledStream : MemoryStream
{
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it has taken; Latin-1.</summary>
    public string Text => Encoding.Latin1.GetString(ToArray());

    public void GoOn() => _goesOn.TrySetResult();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _goesOn.Task.WaitAsync(cancellationToken);
        await base.WriteAsync(buffer, cancellationToken);
    }
}
