using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
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
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", server.Port);
        var request = $"""
            GET /ws HTTP/1.1
            Host: 127.0.0.1
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Authorization: Bearer {Tokens.For(Person.New("hasty"))}


            """.ReplaceLineEndings("\r\n");
        var text = """{"type":"call.check","payload":{"session_id":"none"}}"""u8;
        await tcp.GetStream().WriteAsync((byte[])
            [.. Encoding.ASCII.GetBytes(request), 0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text]);

        var got = new StringBuilder();
        var buffer = new byte[1024];
        while (!got.ToString().Contains("call.check_result", StringComparison.Ordinal))
        {
            var length = await tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TestClient.Patience);
            length.Should().BePositive($"the answer is to come, and this came: {got}");
            got.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }

        got.ToString().Should().StartWith("HTTP/1.1 101");
    }
}
