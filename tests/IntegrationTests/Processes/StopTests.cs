using System.Net;
using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Redis;

namespace Goring.IntegrationTests.Processes;

/// <summary>What SIGTERM and SIGKILL leave behind.</summary>
public sealed class StopTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private OlderServer _look = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _look = await OlderServer.StartAsync(_redis);
    }

    public async Task DisposeAsync()
    {
        await _look.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    public async Task Terminated_server_closes_with_1012_gives_its_slots_up_and_ends_with_0(string drainSeconds)
    {
        await using var process = await GoringProcess.StartReadyAsync(
            ("REDIS_ADDR", _redis.Address), ("DRAIN_SECONDS", drainSeconds));
        var clients = await Eventually.AllAsync(Enumerable.Range(0, 20).Select(_ => ConnectAsync(process)));

        process.Send(Signal.Terminate);

        foreach (var client in clients)
        {
            (await client.Closed).Code.Should().Be(1012);
        }

        (await process.ExitAsync(seconds: 15)).Should().Be(0);
        process.Errors.Should().BeEmpty();
        foreach (var client in clients)
        {
            _look.KeysOf(client.Id).Should().BeEmpty();
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Draining_server_is_not_ready_and_takes_no_new_socket()
    {
        await using var process = await GoringProcess.StartReadyAsync(
            ("REDIS_ADDR", _redis.Address), ("DRAIN_SECONDS", "4"));
        var clients = await Eventually.AllAsync(Enumerable.Range(0, 10).Select(_ => ConnectAsync(process)));

        process.Send(Signal.Terminate);
        await Task.WhenAny(clients.Select(client => client.Closed));

        using var request = new HttpRequestMessage(
            HttpMethod.Get, new UriBuilder(process.WebSocketUrl) { Scheme = "http", Path = "/health/ready" }.Uri);
        using var health = await Handshake.SendAsync(request);
        health.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        var connecting = () => ConnectAsync(process);
        await connecting.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>().WithMessage("*503*");
        (await process.ExitAsync(seconds: 15)).Should().Be(0);
    }

    [Fact]
    public async Task Client_that_does_not_close_holds_no_stop_up()
    {
        await using var process = await GoringProcess.StartReadyAsync(("DRAIN_SECONDS", "0"));
        await using var deaf = await RawClient.ConnectAsync(process.Port, Person.New("deaf"));

        process.Send(Signal.Terminate);

        (await process.ExitAsync(seconds: 15)).Should().Be(0);
    }

    [Fact]
    public async Task Caller_of_one_whose_server_was_killed_and_came_back_hears_and_can_call_on()
    {
        (string, string?)[] settings = [("REDIS_ADDR", _redis.Address), ("SERVER_ID", "the-same")];
        await using var killed = await GoringProcess.StartReadyAsync(settings);
        await using var gone = await ConnectAsync(killed);
        killed.Send(Signal.Kill);
        await killed.ExitAsync(seconds: 10);
        _look.KeysOf(gone.Id).Should().Contain($"ws:user:{gone.Id}");

        await using var process = await GoringProcess.StartReadyAsync(settings);
        await using var caller = await ConnectAsync(process);
        await using var other = await ConnectAsync(process);
        await caller.SendAsync("call.start", new { callee_id = gone.Id });
        var session = (string?)(await caller.NextAsync("call.ringing"))["session_id"];

        await caller.ExpectAsync(
            "call.ended", new() { ["session_id"] = session, ["reason"] = "peer_disconnected" });
        await Call.StartAsync(caller, other);
    }

    private static Task<TestClient> ConnectAsync(GoringProcess process) =>
        TestClient.ConnectAsync(process.WebSocketUrl, Person.New("client"), TokenPlace.Header);
}
