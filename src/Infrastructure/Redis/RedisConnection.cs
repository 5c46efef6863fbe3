using System.Diagnostics;
using System.Net;
using Goring.Application.Ports;
using Goring.Application.Telemetry;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// The one way to Redis: time-outs, script caching and errors stand here and nowhere else. One multiplexer for
/// commands and subscriptions: two TCP connections, whatever the number of users. After a failover it moves to the
/// new master and takes its subscriptions along.
/// </summary>
internal sealed class RedisConnection(RedisOptions options, StoreMetrics metrics) : IAsyncDisposable
{
    /// <summary>
    /// How long one command may take before the store counts as unavailable. A client is promised an answer within
    /// 2 s (docs/protocol.md, part 2).
    /// </summary>
    public static readonly TimeSpan CommandBudget = TimeSpan.FromMilliseconds(1500);

    private readonly Lock _gate = new();
    private readonly Dictionary<RedisChannel, Action<RedisChannel, RedisValue>> _subscriptions = [];
    private volatile ConnectionMultiplexer? _multiplexer;
    private volatile bool _hangs;

    /// <summary>
    /// What was published may have been missed: the subscriptions were down and stand again. Raised on a thread of
    /// the client's, which must not be blocked.
    /// </summary>
    public event EventHandler? SubscriptionsRestored;

    /// <summary>Where we are connected to, where that was named by sentinels.</summary>
    public EndPoint? Master { get; private set; }

    public bool IsOpen => _multiplexer is not null;

    private ConnectionMultiplexer Multiplexer =>
        _multiplexer ?? throw new StoreUnavailableException("Redis has not been connected to yet.");

    private IDatabase Database => Multiplexer.GetDatabase();

    /// <summary>Connects to the addresses of the options. From then on a lost connection is restored by itself.</summary>
    /// <exception cref="StoreUnavailableException">Redis does not answer, or refuses us.</exception>
    public Task OpenAsync() => MoveToAsync([.. options.Addresses.Select(RedisLink.ParseEndPoint)], master: null);

    /// <summary>Connects to that master alone, takes the subscriptions there, and lets the old one go.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer, or refuses us; nothing has changed.</exception>
    public Task MoveToAsync(EndPoint master) => MoveToAsync([master], master);

    /// <summary>
    /// Has the client take again what it has lost of its subscriptions: where Redis restarts and is still loading, the
    /// pinned client may end up connected and subscribed to nothing, and does not notice.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task MendSubscriptionsAsync()
    {
        await WithinBudgetAsync(Multiplexer.ConfigureAsync());
        SubscriptionsRestored?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Runs a script within the budget.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task<RedisResult> EvaluateAsync(RedisScript script, RedisValue[] arguments) =>
        WithinBudgetAsync(EvaluateUnboundedAsync(script, arguments));

    /// <summary>
    /// Refuses at once what a client asks for while a command hangs: a client's messages wait for one another, and
    /// each is promised its answer within 2 s. The upkeep asks on, and any answer ends this.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public void ThrowIfHanging()
    {
        if (_hangs)
        {
            throw new StoreUnavailableException("Redis does not answer.");
        }
    }

    /// <summary>Gives up waiting, not the work, when the budget is over.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<T> WithinBudgetAsync<T>(Task<T> work)
    {
        try
        {
            var result = await work.WaitAsync(CommandBudget);
            _hangs = false;
            return result;
        }
        catch (StoreUnavailableException error)
        {
            Note(error.InnerException);
            throw;
        }
        catch (Exception error) when (IsRedisFault(error))
        {
            Note(error);
            throw new StoreUnavailableException("Redis did not answer, or not in time.", error);
        }
    }

    /// <summary>
    /// Runs a script by its hash; sends its text only where Redis does not have it. Its faults are counted by
    /// <see cref="WithinBudgetAsync"/>, which has often given up before the client does.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<RedisResult> EvaluateUnboundedAsync(RedisScript script, RedisValue[] arguments)
    {
        using var span = Tracing.Store(script.Name);
        var begun = metrics.Begin();
        try
        {
            try
            {
                var result = await Database.ScriptEvaluateAsync(script.Sha1, values: arguments);
                _hangs = false;
                metrics.Answered(script.Name, begun);
                return result;
            }
            catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                var result = await Database.ScriptEvaluateAsync(
                    script.Text, values: arguments, flags: CommandFlags.NoScriptCache);
                metrics.Answered(script.Name, begun);
                return result;
            }
        }
        catch (Exception error) when (IsRedisFault(error))
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw new StoreUnavailableException($"Redis did not run {script.Name}.", error);
        }
    }

    public Task<RedisValue> GetAsync(RedisKey key) => WithinBudgetAsync(Database.StringGetAsync(key));

    public Task<HashEntry[]> GetHashAsync(RedisKey key) => WithinBudgetAsync(Database.HashGetAllAsync(key));

    public Task<TimeSpan> PingAsync() => WithinBudgetAsync(Database.PingAsync());

    public Task<long> PublishAsync(RedisChannel channel, RedisValue message) =>
        WithinBudgetAsync(Database.PublishAsync(channel, message));

    /// <summary>
    /// Sends the subscription before it returns, so that calls in a row reach Redis in that order; the task completes
    /// when Redis has taken it. Handlers run one after another on one thread: they must not block.
    /// </summary>
    public Task SubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler)
    {
        lock (_gate)
        {
            _subscriptions[channel] = handler;
            return Guarded(Multiplexer.GetSubscriber().SubscribeAsync(channel, handler));
        }
    }

    /// <summary>Sends the end of a subscription before it returns.</summary>
    public Task UnsubscribeAsync(RedisChannel channel)
    {
        lock (_gate)
        {
            _subscriptions.Remove(channel);
            return Guarded(Multiplexer.GetSubscriber().UnsubscribeAsync(channel));
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync(_multiplexer);

    private async Task MoveToAsync(IReadOnlyList<EndPoint> endpoints, EndPoint? master)
    {
        ConnectionMultiplexer next;
        try
        {
            next = await RedisLink.OpenAsync(options, endpoints);
        }
        catch (Exception error) when (IsRedisFault(error))
        {
            throw new StoreUnavailableException("Redis cannot be reached, or refuses the connection.", error);
        }

        next.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Subscription)
            {
                SubscriptionsRestored?.Invoke(this, EventArgs.Empty);
            }
        };

        ConnectionMultiplexer? previous;
        Task[] subscribed;
        lock (_gate)
        {
            previous = _multiplexer;
            _multiplexer = next;
            Master = master;
            subscribed = [.. _subscriptions.Select(pair => next.GetSubscriber().SubscribeAsync(pair.Key, pair.Value))];
        }

        if (previous is null)
        {
            await PingAsync();
            return;
        }

        await Guarded(Task.WhenAll(subscribed));
        SubscriptionsRestored?.Invoke(this, EventArgs.Empty);
        await CloseAsync(previous);
    }

    private static async Task CloseAsync(ConnectionMultiplexer? multiplexer)
    {
        if (multiplexer is not null)
        {
            // It may be a master that hangs: nothing of it is waited for.
            await multiplexer.CloseAsync(allowCommandsToComplete: false);
            multiplexer.Dispose();
        }
    }

    private static async Task Guarded(Task task)
    {
        try
        {
            await task.WaitAsync(CommandBudget);
        }
        catch (Exception error) when (IsRedisFault(error))
        {
            throw new StoreUnavailableException("Redis did not change a subscription.", error);
        }
    }

    private void Note(Exception? fault)
    {
        var timedOut = fault is TimeoutException;
        _hangs |= timedOut;
        metrics.Failed(inTime: !timedOut);
    }

    private static bool IsRedisFault(Exception error) =>
        error is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException
            or OperationCanceledException;
}
