using FsCheck;
using FsCheck.Fluent;
using Goring.Application;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Domain.Users;
using Goring.Infrastructure;
using Goring.Infrastructure.InMemory;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace Goring.IntegrationTests.StateMachine;

/// <summary>
/// Random sequences of commands, lost sockets, returns and expiries, by four users, against the reference model. A
/// failing sequence is shrunk and printed with its seed.
/// </summary>
public sealed class StateMachineTests(ITestOutputHelper output)
{
    private const int Sequences = 5000;
    private const int MostSteps = 60;

    private int _runs;

    [Fact]
    public async Task The_embedded_store_does_what_the_model_says()
    {
        var services = new ServiceCollection();
        AddServer(services);
        services.AddInMemoryStore();
        await using var provider = services.BuildServiceProvider();
        var state = provider.GetRequiredService<InMemoryState>();
        await CheckAsync(provider, (kind, subject) =>
        {
            lock (state.Gate)
            {
                state.Deadlines.Set(kind, subject, due: 0);
            }

            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Redis_does_what_the_model_says()
    {
        await using var redis = await RedisServer.StartAsync();
        using var client = await redis.ConnectAsync();
        var services = new ServiceCollection();
        AddServer(services);
        services.AddRedisStore(new RedisOptions
        {
            ServerId = "model",
            ReconnectGrace = TimeSpan.FromSeconds(60),
            Addresses = [redis.Address],
        });
        await using var provider = services.BuildServiceProvider();
        foreach (var opening in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await opening.StartingAsync(CancellationToken.None);
        }

        await CheckAsync(provider, (kind, subject) => client.GetDatabase().SortedSetAddAsync(
            "call:deadlines", (kind == DeadlineKind.RingEnds ? "ring:" : "lost:") + subject, 0));
    }

    private static void AddServer(IServiceCollection services)
    {
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new CallOptions(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)));
        services.AddSingleton(new RoomOptions(16));
        services.AddSingleton(new InstanceOptions("model", TimeSpan.FromSeconds(20)));
        services.AddSingleton<ICallQuota, NoQuota>();
        services.AddApplication();
    }

    /// <summary>
    /// On a thread of its own: FsCheck waits for each sequence, and must not do so on the thread on which the Redis
    /// client completes its replies.
    /// </summary>
    private Task CheckAsync(IServiceProvider services, Func<DeadlineKind, string, Task> expire) =>
        Task.Factory.StartNew(
            () => Check(services, expire), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Check(IServiceProvider services, Func<DeadlineKind, string, Task> expire)
    {
        var seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"seed {seed}");
        var numbers = Arb.From(
            Gen.Choose(0, int.MaxValue - 1).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);
        Prop.ForAll(numbers, (int[] sequence) =>
        {
            // The property is what waits here, not the server: FsCheck runs one sequence after another.
            var world = new World(services, expire, $"run{Interlocked.Increment(ref _runs)}-user");
            world.RunAsync(sequence.Select(Step.From)).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure
            .WithMaxTest(Sequences)
            .WithStartSize(MostSteps)
            .WithEndSize(MostSteps)
            .WithReplay(seed, seed | 1)
            .WithQuietOnSuccess(true));
        _runs.Should().BeGreaterThanOrEqualTo(Sequences);
    }

    private sealed class NoQuota : ICallQuota
    {
        public bool TryTake(UserId user) => true;
    }
}
