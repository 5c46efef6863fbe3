using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>One that stands, or is to: what its connection loses goes with the next.</summary>
internal sealed class RedisSubscription(Action<byte[]> handler) : RedisRequest
{
    /// <summary>Let go once it stands: there is one for each user.</summary>
    private TaskCompletionSource? _standing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Action<byte[]> Handler { get; } = handler;

    /// <summary>Completes when Redis has taken it; faults with <see cref="StoreUnavailableException"/> where it refuses.</summary>
    public Task Standing => _standing?.Task ?? Task.CompletedTask;

    public override void Answered() => Interlocked.Exchange(ref _standing, null)?.TrySetResult();

    public override void Refused(StoreUnavailableException error) => _standing?.TrySetException(error);

    public override void Lost(Exception? cause)
    {
    }
}

/// <summary>The end of one; a connection that is gone holds none.</summary>
internal sealed class EndOfSubscription : AwaitedRequest
{
    public override void Lost(Exception? cause) => Answered();
}
