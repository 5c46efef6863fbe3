using System.Diagnostics;
using System.Net;
using Goring.Application.Ports;
using Goring.Application.Telemetry;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// The one way to Redis: time-outs, script caching and errors stand here and nowhere else. A multiplexer for commands and a
/// connection of subscriptions: two TCP connections, whatever the number of users. After a failover both move to the new
/// master.
/// </summary>
internal sealed class RedisConnection(RedisOptions options, StoreMetrics metrics, RedisSubscriptions subscriptions)
    : IAsyncDisposable
{
    /// <summary>
    /// How long one command may take before the store counts as unavailable. A client is promised an answer within
    /// 2 s (docs/protocol.md, part 2).
    /// </summary>
    public static readonly TimeSpan CommandBudget = TimeSpan.FromMilliseconds(1500);

    private readonly RedisAnswers _answers = new();

    private volatile ConnectionMultiplexer? _multiplexer;
    private volatile bool _hangs;

    /// <summary>
    /// What was published may have been missed: the subscriptions were down and stand again. Raised on a thread of
    /// the client's, which must not be blocked.
    /// </summary>
    public event EventHandler? SubscriptionsRestored
    {
        add => subscriptions.Restored += value;
        remove => subscriptions.Restored -= value;
    }

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
    /// Takes all subscriptions anew on another connection: the one that stands delivers nothing, or is to a server that is no
    /// longer the master. To be asked again as often as one likes.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task MendSubscriptionsAsync() => Guarded(subscriptions.RenewAsync());

    /// <summary>Waits within the budget until what is published is heard.</summary>
    /// <exception cref="StoreUnavailableException">It is not.</exception>
    public Task HearingAsync() => Guarded(subscriptions.StandingAsync());

    /// <summary>Runs a script within the budget.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task<RedisResult> EvaluateAsync(RedisScript script, RedisValue[] arguments) =>
        WithinBudgetAsync(AskAsync(script, keys: null, arguments, here: false));

    /// <summary>
    /// Refuses at once what a client asks for while a command hangs: a client's messages wait for one another, and
    /// each is promised its answer within 2 s. The upkeep asks on, and any answer ends this. Refuses it, too, while nothing is
    /// heard of what is published: what others answer would be lost.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public void ThrowIfAway()
    {
        if (_hangs || !subscriptions.Stand)
        {
            throw new StoreUnavailableException(_hangs ? "Redis does not answer." : "Redis delivers nothing that is published.");
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
    /// Runs a script whose answer has something to do, however late it comes. Its faults are counted by
    /// <see cref="WithinBudgetAsync"/>, which has often given up before the client does.
    /// </summary>
    /// <remarks>
    /// What follows runs on the thread that reads what Redis answers: it is to be short, and not to block.
    /// </remarks>
    /// <exception cref="StoreUnavailableException"/>
    public Task<RedisResult> EvaluateUnboundedAsync(RedisScript script, RedisValue[] arguments, RedisKey[]? keys = null) =>
        AskAsync(script, keys, arguments, here: !options.Tls);

    public Task<RedisValue> GetAsync(RedisKey key) => WithinBudgetAsync(Database.StringGetAsync(key));

    public Task<HashEntry[]> GetHashAsync(RedisKey key) => WithinBudgetAsync(Database.HashGetAllAsync(key));

    public Task<TimeSpan> PingAsync() => WithinBudgetAsync(Database.PingAsync());

    public Task<long> PublishAsync(string channel, RedisValue message) =>
        WithinBudgetAsync(Database.PublishAsync(RedisChannel.Literal(channel), message));

    /// <inheritdoc cref="RedisSubscriptions.SubscribeAsync"/>
    /// <remarks>To be awaited by <see cref="Guarded"/>, which bounds it.</remarks>
    public Task SubscribeAsync(string channel, Action<byte[]> handler) => subscriptions.SubscribeAsync(channel, handler);

    /// <summary>Sends the end of a subscription before it returns, and waits for it within the budget.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task UnsubscribeAsync(string channel) => Guarded(subscriptions.UnsubscribeAsync(channel));

    /// <summary>Gives up waiting for the subscriptions, not what is done to them, when the budget is over.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public static async Task Guarded(Task work)
    {
        try
        {
            await work.WaitAsync(CommandBudget);
        }
        catch (Exception error) when (IsRedisFault(error))
        {
            throw new StoreUnavailableException("Redis takes no subscriptions, or not in time.", error);
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync(_multiplexer);

    /// <summary>Runs a script by its hash; sends its text only where Redis does not have it.</summary>
    /// <param name="here">Whether to go on on the thread that reads the answer; not with TLS, whose transport is the client's own.</param>
    private async Task<RedisResult> AskAsync(RedisScript script, RedisKey[]? keys, RedisValue[] arguments, bool here)
    {
        using var span = Tracing.Store(script.Name);
        var begun = metrics.Begin();
        try
        {
            try
            {
                var asked = Database.ScriptEvaluateAsync(script.Sha1, keys, arguments);
                if (here)
                {
                    await _answers.IsThere(asked);
                }

                var result = await asked;
                _hangs = false;
                metrics.Answered(script.Name, begun);
                return result;
            }
            catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
            {
                var result = await Database.ScriptEvaluateAsync(
                    script.Text, keys, arguments, CommandFlags.NoScriptCache);
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

    private async Task MoveToAsync(IReadOnlyList<EndPoint> endpoints, EndPoint? master)
    {
        ConnectionMultiplexer next;
        try
        {
            next = await RedisLink.OpenAsync(options, endpoints, _answers);
        }
        catch (Exception error) when (IsRedisFault(error))
        {
            throw new StoreUnavailableException("Redis cannot be reached, or refuses the connection.", error);
        }

        var previous = _multiplexer;
        _multiplexer = next;
        Master = master;
        if (previous is null)
        {
            await PingAsync();
            await subscriptions.OpenAsync(MasterNow);
            return;
        }

        try
        {
            await Guarded(subscriptions.RenewAsync(isElsewhere: true));
        }
        finally
        {
            await CloseAsync(previous);
        }
    }

    /// <summary>Where commands go; null while they cannot be sent.</summary>
    private EndPoint? MasterNow()
    {
        try
        {
            return Multiplexer.GetServers().FirstOrDefault(server => server is { IsConnected: true, IsReplica: false })?.EndPoint;
        }
        catch (ObjectDisposedException)
        {
            // We close, or move to another.
            return null;
        }
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
