using Goring.IntegrationTests.Harness;
using Goring.Web;
using Goring.Web.Signaling;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goring.IntegrationTests.Signaling;

/// <summary>A client that is silent is dropped; the times of ping and pong are shortened for it.</summary>
public sealed class DeadPeerTests
{
    [Fact]
    public async Task Client_that_answers_no_ping_is_dropped_and_its_call_ends()
    {
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(600));
        await using var caller = await TestClient.ConnectAsync(server, Person.New("caller"));
        await using var dead = await RawClient.ConnectAsync(server, Person.New("dead"));
        await caller.SendAsync("call.start", new { callee_id = dead.Person.Id });
        var session = (string?)(await caller.NextAsync("call.ringing"))["session_id"];

        await dead.CutAsync(TimeSpan.FromSeconds(10));

        await caller.ExpectAsync(
            "call.ended", new() { ["session_id"] = session, ["reason"] = "peer_disconnected" });
    }

    [Fact]
    public async Task Client_that_is_idle_but_answers_pings_stays()
    {
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(600));
        await using var idle = await TestClient.ConnectAsync(server, Person.New("idle"));
        await using var dead = await RawClient.ConnectAsync(server, Person.New("dead"));

        // It came later and is dropped: the idle one has outlived that many pings.
        await dead.CutAsync(TimeSpan.FromSeconds(10));

        await idle.ExpectNothingAsync();
    }

    [Fact]
    public async Task Pings_among_large_frames_break_none()
    {
        await using var server = await StartAsync(
            TimeSpan.FromMilliseconds(2), TimeSpan.FromSeconds(20), sweep: TimeSpan.FromMilliseconds(2));
        await using var caller = await TestClient.ConnectAsync(server, Person.New("caller"));
        await using var callee = await TestClient.ConnectAsync(server, Person.New("callee"));
        var call = await Call.StartAsync(caller, callee);
        await call.AcceptAsync();
        for (var i = 0; i < 60; i++)
        {
            var sdp = new string((char)('a' + (i % 26)), 200_000);
            await caller.SendAsync("webrtc.offer", new { session_id = call.Session, sdp });
            await caller.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = $"candidate:{i}" });
            ((string?)(await callee.NextAsync("webrtc.offer"))["sdp"]).Should().Be(sdp);
            ((string?)(await callee.NextAsync("webrtc.ice"))["candidate"]).Should().Be($"candidate:{i}");
        }
    }

    [Fact]
    public void Silent_client_is_dropped_within_60_seconds_by_default()
    {
        var settings = new ConnectionSettings
        {
            MessagesPerSecond = 0,
            CallsPerMinute = 0,
            Drain = TimeSpan.Zero,
            AllowedOrigins = [],
        };

        (settings.PingInterval + settings.PongTimeout).Should().Be(TimeSpan.FromSeconds(60));
    }

    private static Task<GoringServer> StartAsync(TimeSpan ping, TimeSpan pong, TimeSpan? sweep = null)
    {
        var variables = TestSettings.With();
        var builder = WebApplication.CreateBuilder(["--environment=Production", $"--urls=http://127.0.0.1:{variables["PORT"]}"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddGoring(builder.Configuration, builder.Environment);
        var settings = (ConnectionSettings)builder.Services
            .Single(service => service.ServiceType == typeof(ConnectionSettings)).ImplementationInstance!;
        builder.Services.AddSingleton(settings with
        {
            PingInterval = ping,
            PongTimeout = pong,
            Sweep = sweep ?? settings.Sweep,
        });
        return GoringServer.StartAsync(builder.Build().MapGoring(), variables);
    }
}
