using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Redis;

namespace Goring.IntegrationTests.Sessions;

/// <summary>Frames that a server of an older fleet publishes have no number; a <c>goring.v1</c> client gets them with one.</summary>
public sealed class OlderFrameTests(RedisPairGraceFleet fleet) : IClassFixture<RedisPairGraceFleet>
{
    private const int Frames = 50;

    [Fact]
    public async Task Unnumbered_frames_arrive_numbered_and_in_the_order_of_their_publishing()
    {
        await using var older = await OlderServer.StartAsync(fleet.Redis!);
        await using var client = await fleet.CallerAsync(speaksV1: true);

        await PublishAsync(older, client, first: 0);

        await ExpectAsync(client, first: 0);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Unnumbered_frames_can_be_resumed_like_any_other()
    {
        await using var older = await OlderServer.StartAsync(fleet.Redis!);
        await using var client = await fleet.CallerAsync(speaksV1: true);
        await PublishAsync(older, client, first: 0);
        await ExpectAsync(client, first: 0);
        client.Socket.Abort();

        await using var back = await client.ResumeAsync(fleet.CalleeSide.WebSocketUrl, Frames / 2);

        back.Resumed.Should().BeTrue();
        for (var i = Frames / 2; i < Frames; i++)
        {
            ((int)(await back.EventAsync("webrtc.ice"))["candidate"]!).Should().Be(i);
        }

        await PublishAsync(older, back, first: Frames);
        await ExpectAsync(back, first: Frames);
    }

    [Fact]
    public async Task Numbered_and_unnumbered_frames_share_one_row_of_numbers()
    {
        await using var older = await OlderServer.StartAsync(fleet.Redis!);
        await using var call = await fleet.PartiesAcceptedAsync();
        for (var i = 0; i < 10; i++)
        {
            await older.PublishAsync(call.Callee.Id, FrameOf(i));
            ((int)(await call.Callee.EventAsync("webrtc.ice"))["candidate"]!).Should().Be(i);
            await call.RelayAsync(call.Caller, $"ours-{i}");
            await call.ExpectRelayAsync(call.Callee, $"ours-{i}");
        }
    }

    private static async Task PublishAsync(OlderServer older, Party to, int first)
    {
        for (var i = first; i < first + Frames; i++)
        {
            await older.PublishAsync(to.Id, FrameOf(i));
        }
    }

    private static async Task ExpectAsync(Party client, int first)
    {
        for (var i = first; i < first + Frames; i++)
        {
            ((int)(await client.EventAsync("webrtc.ice"))["candidate"]!).Should().Be(i);
        }
    }

    private static string FrameOf(int i) => $$$"""{"type":"webrtc.ice","payload":{"candidate":{{{i}}}}}""";
}
