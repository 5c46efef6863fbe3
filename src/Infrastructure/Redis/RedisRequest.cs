using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>A command on its way that has one answer, and what is done with that.</summary>
internal abstract class RedisRequest
{
    /// <summary>Redis has taken it.</summary>
    public abstract void Answered();

    /// <summary>Redis refuses it, with that.</summary>
    public abstract void Refused(StoreUnavailableException error);

    /// <summary>Its connection has ended without an answer.</summary>
    /// <param name="cause">What ended it, where that is known.</param>
    public abstract void Lost(Exception? cause);
}

/// <summary>One that somebody awaits.</summary>
internal class AwaitedRequest : RedisRequest
{
    protected TaskCompletionSource Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faults with <see cref="StoreUnavailableException"/> where the answer is an error, or none comes.</summary>
    public Task Answer => Source.Task;

    public override void Answered() => Source.TrySetResult();

    public override void Refused(StoreUnavailableException error) => Source.TrySetException(error);

    public override void Lost(Exception? cause) =>
        Source.TrySetException(new StoreUnavailableException("The connection to Redis was lost.", cause));
}
