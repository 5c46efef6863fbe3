using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>A client that keeps coming back while its peer keeps sending loses nothing and gets nothing twice.</summary>
public abstract class ManyResumesTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    private const int Resumes = 100;

    /// <summary>Sent and not yet read at the most: fewer than are kept for one who is away.</summary>
    private const int InFlight = 50;

    [Fact]
    public async Task Hundred_resumes_under_traffic_bring_every_event_once_and_in_order()
    {
        await using var call = await fleet.PartiesAcceptedAsync();
        using var room = new SemaphoreSlim(InFlight);
        using var enough = new CancellationTokenSource();
        List<string> received = [];
        var sending = SendAsync(call, room, enough.Token);

        for (var i = 0; i < Resumes; i++)
        {
            await ReadAsync(atLeast: 1);
            if (i % 3 == 0)
            {
                call.Callee.Socket.Abort();
            }

            await call.ReturnCalleeAsync((i % 2 == 0 ? fleet.CallerSide : fleet.CalleeSide).WebSocketUrl);
            call.Callee.Resumed.Should().BeTrue("of resume {0}", i);
        }

        await enough.CancelAsync();
        var sent = await sending.WaitAsync(TestClient.Patience);
        await ReadAsync(atLeast: sent - received.Count);
        received.Should().Equal(Enumerable.Range(0, sent).Select(i => $"marker-{i}"));
        await call.Callee.ExpectNothingAsync();

        // What else has arrived and was not read when the socket is given up, the resume brings again.
        async Task ReadAsync(int atLeast)
        {
            for (var read = 0; read < atLeast || call.Callee.Socket.HasFrames; read++)
            {
                JsonObject relay = await call.Callee.EventAsync("webrtc.ice");
                received.Add((string)relay["candidate"]!);
                room.Release();
            }
        }
    }

    /// <summary>Sends marker after marker, each acknowledged, until it is enough; how many.</summary>
    private static async Task<int> SendAsync(PartyCall call, SemaphoreSlim room, CancellationToken enough)
    {
        var sent = 0;
        while (!enough.IsCancellationRequested)
        {
            if (await room.WaitAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None))
            {
                await call.RelayAsync(call.Caller, $"marker-{sent++}");
            }
        }

        return sent;
    }
}

public sealed class EmbeddedManyResumesTests(EmbeddedGraceFleet fleet) : ManyResumesTests<EmbeddedGraceFleet>(fleet);

public sealed class RedisManyResumesTests(RedisGraceFleet fleet) : ManyResumesTests<RedisGraceFleet>(fleet);

public sealed class RedisPairManyResumesTests(RedisPairGraceFleet fleet)
    : ManyResumesTests<RedisPairGraceFleet>(fleet);
