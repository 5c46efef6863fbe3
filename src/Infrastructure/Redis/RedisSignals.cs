using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Domain.Users;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// The subscriptions of this instance: one channel a user it holds, one for its own claims, all on one connection,
/// so what Redis publishes in an order is handled in that order.
/// </summary>
internal sealed class RedisSignals(
    RedisConnection redis, RedisOptions options, ConnectionRegistry registry, StoreMetrics metrics, TimeProvider time)
{
    /// <summary>What a canary says on the channel of claims, and behind it when it was sent; no connection has such an id.</summary>
    private const string Canary = "canary ";

    private long _canarySeen = time.GetTimestamp();

    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, Subscription> _subscriptions = [];
    private readonly ConcurrentDictionary<ConnectionId, TaskCompletionSource> _claims = new();

    /// <summary>Subscribes to our own claims. To be called once, before the first <see cref="SubscribeAsync"/>.</summary>
    public Task OpenAsync() => RedisConnection.Guarded(redis.SubscribeAsync(
        RedisKeys.ClaimsOf(options.ServerId), connection => OnClaimed(new ConnectionId(Encoding.UTF8.GetString(connection)))));

    /// <summary>When the last canary came back, as a timestamp of the clock.</summary>
    public long CanarySeen => Interlocked.Read(ref _canarySeen);

    /// <summary>Sends a canary round: through Redis and back over the subscription connection.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task SendCanaryAsync() => redis.PublishAsync(
        RedisKeys.ClaimsOf(options.ServerId), Canary + time.GetTimestamp().ToString(CultureInfo.InvariantCulture));

    /// <summary>When the task completes, Redis delivers to us what is published for the user.</summary>
    public async Task SubscribeAsync(SlotHolder holder)
    {
        var subscription = Take(holder);
        await RedisConnection.Guarded(subscription.Standing);
        subscription.Stands();
    }

    /// <summary>Ends the subscription with the last connection that wanted it.</summary>
    public Task UnsubscribeAsync(SlotHolder holder)
    {
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(holder.User, out var subscription)
                || !subscription.Connections.Remove(holder.Connection)
                || subscription.Connections.Count > 0)
            {
                return Task.CompletedTask;
            }

            _subscriptions.Remove(holder.User);
            return redis.UnsubscribeAsync(RedisKeys.SignalOf(holder.User));
        }
    }

    /// <summary>
    /// Completes when the claim of a connection has come round through our subscription: all that was published
    /// before it has been handled. To be called before the claim is made.
    /// </summary>
    /// <returns>What the claim returned.</returns>
    public async Task<T> AwaitClaimAsync<T>(ConnectionId connection, Func<Task<T>> claim)
    {
        var claimed = _claims.GetOrAdd(
            connection, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var result = await claim();
            await claimed.Task.WaitAsync(RedisConnection.CommandBudget);
            return result;
        }
        catch (TimeoutException error)
        {
            throw new StoreUnavailableException("Redis delivers nothing that is published.", error);
        }
        finally
        {
            _claims.TryRemove(connection, out _);
        }
    }

    private Subscription Take(SlotHolder holder)
    {
        // The lock also keeps a user's SUBSCRIBE and UNSUBSCRIBE in the order in which we decided on them.
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(holder.User, out var subscription))
            {
                subscription = new(redis.SubscribeAsync(
                    RedisKeys.SignalOf(holder.User), frame => OnSignal(holder.User, frame)));
                _subscriptions[holder.User] = subscription;
            }

            if (!subscription.Connections.Contains(holder.Connection))
            {
                subscription.Connections.Add(holder.Connection);
            }

            return subscription;
        }
    }

    private void OnClaimed(ConnectionId connection)
    {
        if (connection.Value.StartsWith(Canary, StringComparison.Ordinal))
        {
            var now = time.GetTimestamp();
            Interlocked.Exchange(ref _canarySeen, now);
            if (long.TryParse(connection.Value.AsSpan(Canary.Length), CultureInfo.InvariantCulture, out var sent))
            {
                metrics.CanaryBack(time.GetElapsedTime(sent, now));
            }

            return;
        }

        registry.Seat(connection);
        if (_claims.TryGetValue(connection, out var claimed))
        {
            claimed.TrySetResult();
        }
    }

    private void OnSignal(UserId user, byte[] frame)
    {
        if (IsTakeOver(frame))
        {
            registry.TakeOver(user);
        }
        else
        {
            using var span = Tracing.IsOn ? Tracing.Delivery(frame) : null;
            registry.TrySend(user, new ServerEvent(frame, WireFrame.SeqOf(frame)));
        }
    }

    /// <summary>
    /// Frames of other servers are not ours to have written in one way: an older one may space or order its fields
    /// differently. Only what may be internal is parsed.
    /// </summary>
    private static bool IsTakeOver(ReadOnlySpan<byte> frame)
    {
        if (frame.Length > 256 || frame.IndexOf("internal.disconnect"u8) < 0)
        {
            return false;
        }

        try
        {
            using var message = JsonDocument.Parse(Encoding.UTF8.GetString(frame));
            return message.RootElement.ValueKind == JsonValueKind.Object
                && message.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.ValueEquals("internal.disconnect"u8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Subscription(Task standing)
    {
        /// <summary>Completes when Redis has taken it.</summary>
        public Task Standing { get; private set; } = standing;

        /// <summary>Nearly always one.</summary>
        public List<ConnectionId> Connections { get; } = new(1);

        /// <summary>Lets go of the task that says so: there is a subscription for each user.</summary>
        public void Stands() => Standing = Task.CompletedTask;
    }
}
