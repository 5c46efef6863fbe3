using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.UnitTests.Support;

/// <summary>A real store that a test can make fail, or do something between a step and its caller's hearing of it.</summary>
internal sealed class FaultyCallStore(ICallStore inner) : ICallStore
{
    /// <summary>Thrown in place of every step.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Runs once the next step is done, before it returns.</summary>
    public Func<CancellationToken, Task>? AfterNextStep { get; set; }

    public async ValueTask<Outcome> StartAsync(
        CallSession call, TimeSpan ringFor, RingFrames ring, PushRequest? push, CancellationToken cancellationToken) =>
        await ThenAsync(inner.StartAsync(call, ringFor, ring, push, ThrowIfFaulty(cancellationToken)), cancellationToken);

    public async ValueTask<Outcome> ApplyAsync(
        SessionId session,
        CallTransition transition,
        User? by,
        ReadOnlyMemory<byte> frame,
        CancellationToken cancellationToken) =>
        await ThenAsync(
            inner.ApplyAsync(session, transition, by, frame, ThrowIfFaulty(cancellationToken)), cancellationToken);

    public async ValueTask<CallSession?> FindAsync(SessionId session, CancellationToken cancellationToken) =>
        await ThenAsync(inner.FindAsync(session, ThrowIfFaulty(cancellationToken)), cancellationToken);

    public async ValueTask<SessionId?> FindByUserAsync(UserId user, CancellationToken cancellationToken) =>
        await ThenAsync(inner.FindByUserAsync(user, ThrowIfFaulty(cancellationToken)), cancellationToken);

    private CancellationToken ThrowIfFaulty(CancellationToken cancellationToken) =>
        Fault is null ? cancellationToken : throw Fault;

    private async ValueTask<T> ThenAsync<T>(ValueTask<T> step, CancellationToken cancellationToken)
    {
        var result = await step;
        if (AfterNextStep is { } next)
        {
            AfterNextStep = null;
            await next(cancellationToken);
        }

        return result;
    }
}
