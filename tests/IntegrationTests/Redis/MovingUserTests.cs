using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>A user who moves between two servers while thousands come and go.</summary>
public sealed class MovingUserTests(RedisPairFleet fleet) : IClassFixture<RedisPairFleet>
{
    private const int Moves = 100;
    private const int Others = 5000;
    private const int Batch = 25;

    [Fact]
    public async Task User_is_reachable_after_each_move_and_the_slot_is_the_newest_connections()
    {
        using var redis = await fleet.Redis!.ConnectAsync();
        var database = redis.GetDatabase();
        using var moved = new CancellationTokenSource();
        var crowd = ComeAndGoAsync(moved.Token);
        var person = Person.New("moving");
        await using var caller = await fleet.CallerAsync();
        TestClient? older = null;

        for (var move = 0; move < Moves; move++)
        {
            var server = move % 2 == 0 ? fleet.CalleeSide : fleet.CallerSide;
            var newer = await TestClient.ConnectAsync(server, person);
            ((string?)await database.StringGetAsync($"ws:user:{person.Id}")).Should().Be(server.ServerId);

            await (await Call.StartAsync(caller, newer)).EndAsync(newer);

            if (older is not null)
            {
                (await older.Closed).Should().Be((4001, "replaced"));
                await older.DisposeAsync();
            }

            older = newer;
        }

        await moved.CancelAsync();
        (await crowd.WaitAsync(TimeSpan.FromSeconds(120))).Should().BeGreaterThanOrEqualTo(Others);

        // The older ones are closed, and closing gave up nothing that was not theirs.
        (await database.KeyExistsAsync($"ws:user:{person.Id}")).Should().BeTrue();
        await older!.DisposeAsync();
    }

    private async Task<int> ComeAndGoAsync(CancellationToken moved)
    {
        var came = 0;
        while (came < Others || !moved.IsCancellationRequested)
        {
            var batch = await Eventually.AllAsync(Enumerable.Range(0, Batch).Select(i =>
                i % 2 == 0 ? fleet.CallerAsync("passer") : fleet.CalleeAsync("passer")));
            came += batch.Length;
            await Eventually.AllAsync(batch.Select(client => client.DisposeAsync().AsTask()));
        }

        return came;
    }
}
