using System.Diagnostics.Metrics;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Edge;

/// <summary>Sockets that are not the HTTP server's any more (docs/decisions/0097).</summary>
public sealed class TakenSocketTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "kestrel.active_connections")]
    [InlineData("Microsoft.AspNetCore.Hosting", "http.server.active_requests")]
    public async Task Client_that_was_let_in_is_neither_a_connection_nor_a_request_of_the_http_server(string meter, string name)
    {
        await using var server = await GoringServer.StartAsync();
        var meters = server.Get<IMeterFactory>();
        var (now, ever) = (0L, 0L);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == meter && instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, change, _, _) =>
        {
            Interlocked.Add(ref now, change);
            Interlocked.Add(ref ever, Math.Max(0, change));
        });
        listener.Start();

        await using var client = await TestClient.ConnectAsync(server, Person.New("client"));

        await Eventually.HoldsAsync(() => Interlocked.Read(ref ever) > 0 && Interlocked.Read(ref now) == 0, "the request is over");
        await client.SendAsync("call.check", new { session_id = "none" });
        (await client.NextAsync()).Should().Contain("call.check_result");
    }

    [Fact]
    public async Task What_comes_with_the_handshake_is_heard_behind_it()
    {
        await using var server = await GoringServer.StartAsync();
        await using var client = await RawClient.ConnectAsync(
            server.Port, Person.New("hasty"), message: """{"type":"call.check","payload":{"session_id":"none"}}""");

        (await client.NextTextAsync()).Should().Contain("call.check_result");
    }
}
