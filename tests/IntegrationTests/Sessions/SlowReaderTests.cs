using System.Diagnostics;
using System.Text.Json.Nodes;
using Goring.Application.Connections;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>Nothing else runs beside them: they measure memory and times.</summary>
[CollectionDefinition(nameof(SlowReaders), DisableParallelization = true)]
public sealed class SlowReaders;

/// <summary>
/// A client that reads nothing while its peer sends on costs the server a bounded queue, and its peer no time.
/// </summary>
[Collection(nameof(SlowReaders))]
public sealed class SlowReaderTests
{
    private const int Relays = 10_000;
    private const int RelayBytes = 1024;
    private const int MostGrowth = 2 * 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_that_reads_nothing_is_cut_off_and_its_peer_never_waits(bool onRedis)
    {
        await using var redis = onRedis ? await RedisServer.StartAsync() : null;
        await using var server = await GoringServer.StartAsync(
            ("REDIS_ADDR", redis?.Address ?? ""), ("RECONNECT_GRACE_SECONDS", "60"));
        await using var sender = await Party.ConnectAsync(server.WebSocketUrl, Person.New("sender"));
        await using var silent = await SilentClient.ConnectAsync(server, Person.New("silent"));
        var session = await CallAsync(sender, silent);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var longest = await FloodAsync(sender, session);

        // Growth is looked at with everything still standing: the call, the peer, and what is kept for them.
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(MostGrowth);
        longest.Should().BeLessThan(LongestWait);
        await Eventually.HoldsAsync(
            () => server.Get<ConnectionRegistry>().Seated().All(client => client.User.Id.Value != silent.Person.Id),
            "the silent client is cut off");
        await sender.ExpectNothingAsync();
        await ExpectReturnAsync(server, sender, silent, session);
    }

    /// <summary>Rings, and accepts as the silent client, which reads no more from there on.</summary>
    private static async Task<string> CallAsync(Party sender, SilentClient silent)
    {
        var ringing = await sender.AskAsync("call.start", new { callee_id = silent.Person.Id }, "call.ringing");
        var session = (string)ringing["session_id"]!;
        await silent.SendAsync($$$"""{"type":"call.accept","payload":{"session_id":"{{{session}}}"}}""");
        await sender.EventAsync("call.accepted");
        return session;
    }

    /// <returns>The longest wait for a check between the relays.</returns>
    private static async Task<TimeSpan> FloodAsync(Party sender, string session)
    {
        var candidate = new string('x', RelayBytes);
        var longest = TimeSpan.Zero;
        for (var sent = 1; sent <= Relays; sent++)
        {
            await sender.Socket.SendAsync("webrtc.ice", new { session_id = session, candidate });
            if (sent % 50 != 0)
            {
                continue;
            }

            // The answer stands behind those of all relays before it, which are refused once nobody keeps them.
            var begun = Stopwatch.GetTimestamp();
            await sender.Socket.SendAsync("call.check", new { session_id = session });
            while ((await NextAsync(sender)) is var frame && (string?)frame["type"] != "call.check_result")
            {
                ((string?)frame["payload"]!["code"]).Should().Be("user_offline", "of {0}", frame);
            }

            var waited = Stopwatch.GetElapsedTime(begun);
            longest = waited > longest ? waited : longest;
        }

        return longest;
    }

    /// <summary>Too much was missed for the session to go on: the client starts anew and is in the call.</summary>
    private static async Task ExpectReturnAsync(
        GoringServer server, Party sender, SilentClient silent, string session)
    {
        await using var back = await Party.ConnectAsync(
            server.WebSocketUrl, silent.Person, query: $"resume={silent.Ready["resume_token"]}&last_seq=1");

        back.Resumed.Should().BeFalse();
        var snapshot = new JsonObject
        {
            ["session_id"] = session,
            ["state"] = "accepted",
            ["role"] = "callee",
            ["peer_info"] = sender.Person.Info(),
        };
        JsonNode.DeepEquals(back.Ready!["call"], snapshot).Should().BeTrue("of {0}", back.Ready);
        await sender.DoAsync("webrtc.ice", new { session_id = session, candidate = "live" });

        // What was kept while they were away comes first, numbered from 1.
        string? candidate;
        do
        {
            candidate = (string?)(await back.EventAsync("webrtc.ice"))["candidate"];
        }
        while (candidate != "live");
        back.LastSeq.Should().BeInRange(1, 65);
    }

    private static async Task<JsonObject> NextAsync(Party sender) =>
        JsonNode.Parse(await sender.Socket.NextAsync())!.AsObject();
}
