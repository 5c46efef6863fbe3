using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Answers that are waited for by the thread that reads them. The client hands every answer to the thread pool, which costs the
/// waking of a thread each time. It has noted the answer before it does so: who looks behind it need not be woken.
/// </summary>
internal sealed class RedisAnswers
{
    private readonly Lock _gate = new();
    private readonly List<(Task<RedisResult> Answer, Action Continue)> _awaited = [];

    /// <summary>
    /// Waits until there is an answer, and goes on on the thread that read it, which must not be blocked; where there is a fault
    /// instead, on whichever found it.
    /// </summary>
    /// <param name="answer">Asked over a <see cref="RedisTransport"/> that tells these.</param>
    public Awaitable IsThere(Task<RedisResult> answer) => new(this, answer);

    /// <summary>Something was read, or a connection has ended.</summary>
    public void Look()
    {
        while (TryTake() is { } next)
        {
            next();
        }
    }

    private Action? TryTake()
    {
        lock (_gate)
        {
            var at = _awaited.FindIndex(static one => one.Answer.IsCompleted);
            if (at < 0)
            {
                return null;
            }

            var next = _awaited[at].Continue;
            _awaited.RemoveAt(at);
            return next;
        }
    }

    private void Add(Task<RedisResult> answer, Action next)
    {
        lock (_gate)
        {
            _awaited.Add((answer, next));
        }

        // The client gives up what it waits for by its own clock, too, and what is lost with a connection when it finds out.
        _ = answer.ContinueWith(
            static (_, answers) => ((RedisAnswers)answers!).Look(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        // It was read meanwhile, and looked for too early.
        if (answer.IsCompleted)
        {
            Look();
        }
    }

    /// <summary>What <c>await</c> asks for.</summary>
    public readonly struct Awaitable(RedisAnswers answers, Task<RedisResult> answer) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => answer.IsCompleted;

        public Awaitable GetAwaiter() => this;

        public void GetResult()
        {
            // The answer's own task has it.
        }

        public void OnCompleted(Action continuation) => answers.Add(answer, continuation);

        public void UnsafeOnCompleted(Action continuation) => answers.Add(answer, continuation);
    }
}
