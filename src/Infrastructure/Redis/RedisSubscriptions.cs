using System.Buffers;
using System.Net;
using System.Text;
using Goring.Application.Ports;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// What this instance subscribes to, on one connection of its own: whatever Redis publishes in an order is handled in that order,
/// over all channels, which the client for commands does not promise (docs/decisions/0086). A lost connection is restored by
/// itself, with all that stood on it.
/// </summary>
internal sealed class RedisSubscriptions(RedisOptions options, ILogger<RedisSubscriptions> logger) : IAsyncDisposable
{
    /// <summary>In bytes of UTF-8; the longest user id takes less.</summary>
    public const int LongestChannel = 1024;

    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often it is asked where to connect to, while nobody knows.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RedisSubscription> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>Ends the wait for the next attempt to connect.</summary>
    private readonly SemaphoreSlim _hurry = new(0);

    private Func<EndPoint?>? _server;
    private Task _keeping = Task.CompletedTask;

    /// <summary>The connection that stands, or is to; null while there is none, or another is wanted.</summary>
    private RedisWire? _wire;
    private TaskCompletionSource? _renewed;
    private volatile bool _stands;
    private volatile bool _closed;

    /// <summary>
    /// What was published may have been missed: the subscriptions were down and stand again. Raised on a thread that must not be
    /// blocked.
    /// </summary>
    public event EventHandler? Restored;

    /// <summary>Connects. From then on a lost connection is restored by itself.</summary>
    /// <param name="server">
    /// Where to, asked before each attempt; null while commands cannot be sent: who hears of a call then could not answer it.
    /// </param>
    /// <exception cref="StoreUnavailableException">Redis cannot be reached, or refuses us.</exception>
    public async Task OpenAsync(Func<EndPoint?> server)
    {
        _server = server;
        _keeping = KeepAsync(await ConnectAsync(
            server() ?? throw new StoreUnavailableException("There is no Redis to subscribe at.")));
    }

    /// <summary>Ends the connection and takes all subscriptions on another; of one that is on its way the outcome is waited for.</summary>
    /// <param name="isElsewhere">Whether that may be to another server than the right one, and is to end, too.</param>
    /// <returns>Completes when all of them stand.</returns>
    public Task RenewAsync(bool isElsewhere = false)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _renewed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_stands || isElsewhere)
            {
                _wire?.Abort();
                (_wire, _stands) = (null, false);
                _hurry.Release();
            }

            return _renewed.Task;
        }
    }

    /// <summary>Whether all subscriptions stand, as far as is known.</summary>
    public bool Stand => _stands;

    /// <summary>Completes when all subscriptions stand; at once where they do.</summary>
    public Task StandingAsync()
    {
        lock (_gate)
        {
            return _stands
                ? Task.CompletedTask
                : (_renewed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// Sends the subscription before it returns, so that calls in a row reach Redis in that order; where no connection stands it goes
    /// with the next. Handlers run one after another on one thread: they must not block.
    /// </summary>
    /// <param name="channel">At most <see cref="LongestChannel"/> bytes of UTF-8.</param>
    /// <param name="handler">Of each message's bytes, which it may keep.</param>
    /// <returns>
    /// Completes when Redis has taken it, on whichever connection; faults with <see cref="StoreUnavailableException"/> where Redis
    /// refuses it.
    /// </returns>
    public Task SubscribeAsync(string channel, Action<byte[]> handler)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(channel), LongestChannel, nameof(channel));
        lock (_gate)
        {
            var subscription = new RedisSubscription(handler);
            _subscriptions[channel] = subscription;
            _wire?.Send(subscription, "SUBSCRIBE", channel);
            return subscription.Standing;
        }
    }

    /// <summary>Sends the end of a subscription before it returns.</summary>
    /// <returns>
    /// Completes when Redis has taken it or the connection is gone; faults with <see cref="StoreUnavailableException"/> where Redis
    /// refuses it.
    /// </returns>
    public Task UnsubscribeAsync(string channel)
    {
        lock (_gate)
        {
            _subscriptions.Remove(channel);
            if (_wire is null)
            {
                return Task.CompletedTask;
            }

            var request = new EndOfSubscription();
            _wire.Send(request, "UNSUBSCRIBE", channel);
            return request.Answer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _wire?.Abort();
            _hurry.Release();
        }

        await _keeping;
        _hurry.Dispose();
    }

    /// <summary>Never faults: an attempt that fails is followed by another.</summary>
    private async Task KeepAsync(RedisWire? wire)
    {
        while (wire is not null)
        {
            var error = await wire.Ended;
            lock (_gate)
            {
                (_wire, _stands) = (null, false);
                if (_closed)
                {
                    return;
                }
            }

            logger.SubscriptionsLost(error);
            wire = await ReconnectAsync();
        }
    }

    /// <returns>The connection on which all subscriptions stand again; null where we are to end.</returns>
    private async Task<RedisWire?> ReconnectAsync()
    {
        while (!_closed)
        {
            if (_server!() is not { } server)
            {
                await _hurry.WaitAsync(LookInterval);
                continue;
            }

            try
            {
                var wire = await ConnectAsync(server);
                Restored?.Invoke(this, EventArgs.Empty);
                return wire;
            }
            catch (StoreUnavailableException error)
            {
                logger.NotSubscribed(error, server);
                await _hurry.WaitAsync(ReconnectInterval);
            }
        }

        return null;
    }

    /// <summary>Connects, and takes all subscriptions there.</summary>
    private async Task<RedisWire> ConnectAsync(EndPoint server)
    {
        var wire = await RedisWire.OpenAsync(server, options, Take);
        Task standing;
        lock (_gate)
        {
            _wire = _closed ? null : wire;
            foreach (var (channel, subscription) in _subscriptions)
            {
                wire.Send(subscription, "SUBSCRIBE", channel);
            }

            // Answers come in the order of the questions.
            standing = wire.SendAsync("PING");
        }

        try
        {
            await standing.WaitAsync(RedisWire.ConnectBudget);
            lock (_gate)
            {
                if (_wire != wire)
                {
                    throw new StoreUnavailableException("Another connection is wanted.");
                }

                _stands = true;
                _renewed?.TrySetResult();
                _renewed = null;
                return wire;
            }
        }
        catch (Exception error) when (error is StoreUnavailableException or TimeoutException)
        {
            lock (_gate)
            {
                _wire = null;
            }

            await wire.DisposeAsync();
            throw new StoreUnavailableException("Redis does not take our subscriptions.", error);
        }
    }

    private void Take(ReadOnlySequence<byte> channel, ReadOnlySequence<byte> payload)
    {
        if (channel.Length > LongestChannel)
        {
            return;
        }

        // There are no more characters than bytes.
        Span<char> name = stackalloc char[LongestChannel];
        name = name[..Encoding.UTF8.GetChars(channel, name)];
        RedisSubscription? subscription;
        lock (_gate)
        {
            if (!_subscriptions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out subscription))
            {
                return;
            }
        }

        try
        {
            subscription.Handler(payload.ToArray());
        }
#pragma warning disable CA1031 // Whatever it is, the messages behind this one are others' and must come.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.MessageNotHandled(error);
        }
    }
}
