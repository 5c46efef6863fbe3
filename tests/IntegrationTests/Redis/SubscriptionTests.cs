using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Goring.Application.Ports;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Goring.IntegrationTests.Redis;

/// <summary>The connection of subscriptions: one order over all channels, and back by itself (docs/decisions/0086).</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private ConnectionMultiplexer _other = null!;
    private RedisSubscriptions _subscriptions = null!;
    private Func<EndPoint> _server = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _other = await _redis.ConnectAsync();
        _subscriptions = New(password: "");
        _server = () => new IPEndPoint(IPAddress.Loopback, _redis.Port);
        await _subscriptions.OpenAsync(() => _server());
    }

    public async Task DisposeAsync()
    {
        await _subscriptions.DisposeAsync();
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Messages_are_handled_in_the_order_of_their_publishing_whatever_their_channel()
    {
        const int Count = 20_000;
        List<int> heard = [];
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var channel = 0; channel < 50; channel++)
        {
            await _subscriptions.SubscribeAsync($"order:{channel}", message =>
            {
                heard.Add(int.Parse(Encoding.UTF8.GetString(message), CultureInfo.InvariantCulture));
                if (heard.Count == Count)
                {
                    all.SetResult();
                }
            });
        }

        await _other.GetDatabase().ScriptEvaluateAsync(
            $"for i = 1, {Count} do redis.call('PUBLISH', 'order:' .. (i * 7 % 50), i) end");

        await all.Task.WaitAsync(TimeSpan.FromSeconds(20));
        heard.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Names_and_messages_may_be_any_text()
    {
        var heard = new BlockingCollection<string>();
        var channel = "ws:signal:Äpfel 🍎*?[a]" + new string('ж', 256);
        await _subscriptions.SubscribeAsync(channel, message => heard.Add(Encoding.UTF8.GetString(message)));
        var message = new string('\n', 300_000) + "*3\r\n$7\r\nmessage\r\n";

        await PublishAsync(channel, message);

        heard.TryTake(out var taken, TimeSpan.FromSeconds(10)).Should().BeTrue();
        taken.Should().Be(message);
    }

    [Fact]
    public async Task What_is_ended_is_heard_no_more()
    {
        var heard = new BlockingCollection<string>();
        await _subscriptions.SubscribeAsync("one", _ => heard.Add("one"));
        await _subscriptions.SubscribeAsync("two", _ => heard.Add("two"));

        await _subscriptions.UnsubscribeAsync("one");
        (await PublishAsync("one", "")).Should().Be(0);
        await PublishAsync("two", "");

        heard.TryTake(out var taken, TimeSpan.FromSeconds(10)).Should().BeTrue();
        taken.Should().Be("two");
    }

    [Fact]
    public async Task Handler_that_throws_keeps_nothing_from_others()
    {
        var heard = new BlockingCollection<string>();
        await _subscriptions.SubscribeAsync("bad", _ => throw new InvalidOperationException("A mistake of ours."));
        await _subscriptions.SubscribeAsync("good", _ => heard.Add("good"));

        await PublishAsync("bad", "");
        await PublishAsync("good", "");

        heard.TryTake(out _, TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [Fact]
    public async Task All_stand_again_after_the_connection_was_cut()
    {
        var heard = new BlockingCollection<string>();
        for (var i = 0; i < 1000; i++)
        {
            await _subscriptions.SubscribeAsync($"many:{i}", message => heard.Add(Encoding.UTF8.GetString(message)));
        }

        var restored = Restored();
        await _redis.AskAsync("CLIENT KILL TYPE pubsub");
        await restored.WaitAsync(TimeSpan.FromSeconds(10));

        for (var i = 0; i < 1000; i++)
        {
            (await PublishAsync($"many:{i}", "back")).Should().Be(1);
        }

        for (var i = 0; i < 1000; i++)
        {
            heard.TryTake(out _, TimeSpan.FromSeconds(10)).Should().BeTrue();
        }
    }

    [Fact]
    public async Task What_was_asked_for_while_redis_was_away_stands_once_it_is_back()
    {
        var heard = new BlockingCollection<string>();
        await _subscriptions.SubscribeAsync("before", _ => { });
        await _redis.KillAsync();
        await Eventually.HoldsAsync(() => !_subscriptions.Stand, "the connection is noticed to be gone");

        var asked = _subscriptions.SubscribeAsync("during", _ => heard.Add("during"));
        await _subscriptions.UnsubscribeAsync("before");
        asked.IsCompleted.Should().BeFalse();
        await _redis.RestartAsync();

        await asked.WaitAsync(TimeSpan.FromSeconds(10));
        (await PublishAsync("before", "")).Should().Be(0);
        (await PublishAsync("during", "")).Should().Be(1);
        heard.TryTake(out _, TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [Fact]
    public async Task Renewed_means_that_all_stand_on_another_connection()
    {
        await _subscriptions.SubscribeAsync("kept", _ => { });
        var before = Id();

        await _subscriptions.RenewAsync().WaitAsync(TimeSpan.FromSeconds(10));

        (await PublishAsync("kept", "")).Should().Be(1);
        Id().Should().NotBe(before);

        long Id() => _other.GetServer(_other.GetEndPoints()[0]).ClientList()
            .Single(client => client.Name == "goring").Id;
    }

    [Fact]
    public async Task Connection_that_is_on_its_way_is_not_disturbed_by_renewing_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var subscriptions = New(password: "");
        var opening = subscriptions.OpenAsync(() => listener.LocalEndpoint);
        using var first = await AcceptAsync(listener);
        await first.GetStream().WriteAsync("+PONG\r\n"u8.ToArray());
        await opening;

        var renewed = subscriptions.RenewAsync();
        using var second = await AcceptAsync(listener);
        var again = subscriptions.RenewAsync();
        await second.GetStream().WriteAsync("+PONG\r\n"u8.ToArray());

        await Task.WhenAll(renewed, again).WaitAsync(TimeSpan.FromSeconds(5));
        subscriptions.Stand.Should().BeTrue();
    }

    [Fact]
    public async Task Redis_that_hangs_is_left_within_the_time_to_connect()
    {
        await using var another = await RedisServer.StartAsync();
        await _subscriptions.SubscribeAsync("kept", _ => { });
        _redis.Freeze();
        var attempts = 0;
        _server = () => new IPEndPoint(IPAddress.Loopback, attempts++ == 0 ? _redis.Port : another.Port);

        await _subscriptions.RenewAsync().WaitAsync(TimeSpan.FromSeconds(20));

        _redis.Thaw();
        attempts.Should().Be(2, "the one that hangs was tried and left");
        (await another.AskAsync("PUBLISH kept message")).Should().Be(":1\r\n");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("wrong", false)]
    [InlineData("right", true)]
    public async Task Password_is_asked_for(string password, bool taken)
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", "right");
        await using var subscriptions = New(password);

        var open = () => subscriptions.OpenAsync(() => new IPEndPoint(IPAddress.Loopback, redis.Port));

        if (taken)
        {
            await open.Should().NotThrowAsync();
        }
        else
        {
            (await open.Should().ThrowAsync<StoreUnavailableException>()).Which.ToString().Should().NotContain("wrong");
        }
    }

    [Fact]
    public async Task Nothing_is_said_to_what_is_no_redis()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var accepted = nobody.AcceptTcpClientAsync();
        await using var subscriptions = New(password: "");

        var opening = subscriptions.OpenAsync(() => nobody.LocalEndpoint);
        using var client = await accepted;
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());

        (await FluentActions.Awaiting(() => opening).Should().ThrowAsync<StoreUnavailableException>())
            .Which.GetBaseException().Should().BeOfType<InvalidDataException>().Which.Message.Should().Contain("byte 72");
    }

    [Fact]
    public async Task Channel_that_is_longer_than_any_of_ours_is_refused()
    {
        var subscribe = () => _subscriptions.SubscribeAsync(new string('c', RedisSubscriptions.LongestChannel + 1), _ => { });

        await subscribe.Should().ThrowAsync<ArgumentOutOfRangeException>().WithParameterName("channel");
    }

    [Fact]
    public async Task Channel_that_redis_does_not_permit_is_told_and_others_stand()
    {
        await _redis.AskAsync("ACL SETUSER default resetchannels &fine:*");

        // A connection that subscribes already is ended; the one that follows is permitted this much.
        await _subscriptions.RenewAsync().WaitAsync(TimeSpan.FromSeconds(10));
        var refused = () => _subscriptions.SubscribeAsync("forbidden", _ => { });

        (await refused.Should().ThrowAsync<StoreUnavailableException>()).WithMessage("*NOPERM*");
        await _subscriptions.SubscribeAsync("fine:1", _ => { });
    }

    /// <summary>A connection that was let in, and asks whether all its subscriptions stand.</summary>
    private static async Task<TcpClient> AcceptAsync(TcpListener listener)
    {
        var client = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await AskedAsync();
        await client.GetStream().WriteAsync("+OK\r\n+PONG\r\n"u8.ToArray());
        await AskedAsync();
        return client;

        async Task AskedAsync()
        {
            var (asked, buffer) = ("", new byte[256]);
            while (!asked.EndsWith("PING\r\n", StringComparison.Ordinal))
            {
                var length = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(5));
                asked += Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }

    private static RedisSubscriptions New(string password) => new(
        new RedisOptions { ServerId = "one", ReconnectGrace = TimeSpan.Zero, Password = password },
        NullLogger<RedisSubscriptions>.Instance);

    private Task<long> PublishAsync(string channel, string message) =>
        _other.GetSubscriber().PublishAsync(RedisChannel.Literal(channel), message);

    private Task Restored()
    {
        var restored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _subscriptions.Restored += (_, _) => restored.TrySetResult();
        return restored.Task;
    }
}
