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

    private static Task<GoringServer> StartAsync(TimeSpan ping, TimeSpan pong)
    {
        var variables = TestSettings.With();
        var builder = WebApplication.CreateBuilder(["--environment=Production", $"--urls=http://127.0.0.1:{variables["PORT"]}"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddGoring(builder.Configuration, builder.Environment);
        var settings = (ConnectionSettings)builder.Services
            .Single(service => service.ServiceType == typeof(ConnectionSettings)).ImplementationInstance!;
        builder.Services.AddSingleton(settings with { PingInterval = ping, PongTimeout = pong });
        return GoringServer.StartAsync(builder.Build().MapGoring(), variables);
    }
}
