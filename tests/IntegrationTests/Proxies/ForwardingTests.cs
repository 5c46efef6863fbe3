using System.Net;
using Goring.IntegrationTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Goring.IntegrationTests.Proxies;

/// <summary>What a proxy says of a client to the server, and what it says of everybody in its log.</summary>
public abstract class ForwardingTests(Func<IReadOnlyList<int>, object> create) : IAsyncLifetime
{
    private WebApplication _echo = null!;
    private Proxy _proxy = null!;

    public async Task InitializeAsync()
    {
        var port = FreePort.Take();
        var builder = WebApplication.CreateBuilder([$"--urls=http://127.0.0.1:{port}"]);
        builder.Logging.ClearProviders();
        _echo = builder.Build();
        _echo.MapGet("/health/ready", () => "ready");
        _echo.MapGet("/ws", (HttpContext context) =>
            string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}")));
        _echo.MapGet("/gone", (HttpContext context) => context.Abort());
        await _echo.StartAsync();

        // The other one is not there: what a proxy says of that is read as well.
        _proxy = await Proxy.StartAsync((Proxy)create([port, FreePort.Take()]));
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _echo.DisposeAsync();
    }

    [Theory]
    [InlineData("X-Forwarded-For", "X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Host", null)]
    [InlineData("X-Forwarded-Prefix", null)]
    [InlineData("X-Real-IP", null)]
    [InlineData("Forwarded", null)]
    public async Task What_a_client_says_of_itself_is_replaced(string header, string? expected)
    {
        using var http = new ProxyHttp(_proxy.Url);

        using var answer = await http.UpgradeAsync("ws", (header, "203.0.113.66"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var headers = (await answer.Content.ReadAsStringAsync()).Split('\n');
        headers.Where(line => line.StartsWith($"{header}:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line.ToUpperInvariant())
            .Should().Equal(expected is null ? [] : [expected.ToUpperInvariant()]);
        headers.Should().NotContain(line => line.Contains("203.0.113.66", StringComparison.Ordinal));
        headers.Should().Contain("Upgrade: websocket");
    }

    [Theory]
    [InlineData("ws?token=SECRET-IN-THE-QUERY", "GET /ws")]
    [InlineData("gone?token=SECRET-IN-THE-QUERY", "GET /gone")]
    public async Task Token_of_a_query_or_a_header_stands_in_no_log(string path, string logged)
    {
        using var http = new ProxyHttp(_proxy.Url);
        for (var i = 0; i < 10; i++)
        {
            using var answer = await http.UpgradeAsync(
                path,
                ("Authorization", "Bearer SECRET-IN-A-HEADER"),
                ("Sec-WebSocket-Protocol", "bearer.SECRET-IN-A-PROTOCOL"),
                ("Referer", "https://localhost/?token=SECRET-IN-A-REFERER"));
        }

        using var tooLong = await http.UpgradeAsync($"ws?token=SECRET-{new string('x', 60_000)}");
        tooLong.IsSuccessStatusCode.Should().BeFalse();
        await Eventually.HoldsAsync(
            () => _proxy.Output.Split(logged).Length > 10, () => $"all are logged: {_proxy.Output}");

        _proxy.Output.Should().NotContain("SECRET");
    }
}

public sealed class NginxForwardingTests() : ForwardingTests(servers => new NginxProxy(servers));

public sealed class HaproxyForwardingTests() : ForwardingTests(servers => new HaproxyProxy(servers));
