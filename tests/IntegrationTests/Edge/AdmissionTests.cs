using System.Net;
using System.Net.Sockets;
using Goring.IntegrationTests.Harness;
using Goring.Web;
using Goring.Web.Edge;
using Goring.Web.Signaling;
using Microsoft.Extensions.DependencyInjection;

namespace Goring.IntegrationTests.Edge;

/// <summary>How many connections there may be, and how often one may come.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task One_socket_too_many_gets_503_and_the_next_place_is_given_again()
    {
        await using var server = await GoringServer.StartAsync(("MAX_CONNECTIONS", "2"), ("ROOMS_ANONYMOUS", "true"));
        await using var first = await TestClient.ConnectAsync(server, Person.New("first"));
        await using var second = await TestClient.ConnectAsync(server, Person.New("second"));

        foreach (var path in new[] { "ws", "connect" })
        {
            using var refused = await Handshake.UpgradeAtAsync(
                server, path, ("Authorization", $"Bearer {Tokens.For(Person.New("third"))}"));
            await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.Should().NotBeNull();
        }

        using var health = await Handshake.GetAsync(server, "health");
        health.StatusCode.Should().Be(HttpStatusCode.OK);
        await first.LeaveAsync();
        await Eventually.HoldsAsync(() => server.Get<SocketAdmission>().Inside == 1, "the place is free");
        await using var third = await TestClient.ConnectAsync(server, Person.New("third"));
        await third.ExpectNothingAsync();
    }

    [Fact]
    public async Task User_who_connects_too_often_gets_429_and_others_do_not()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_CONNECTIONS_PER_MINUTE", "2"));
        var person = Person.New("restless");
        for (var i = 0; i < 2; i++)
        {
            using var let = await Handshake.UpgradeWithAsync(server, Tokens.For(person));
            let.ShouldUpgrade();
        }

        using var refused = await Handshake.UpgradeWithAsync(server, Tokens.For(person));
        using var other = await Handshake.UpgradeWithAsync(server, Tokens.For(Person.New("calm")));

        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("rate_limited");
        refused.Headers.RetryAfter.Should().NotBeNull();
        other.ShouldUpgrade();
    }

    [Fact]
    public async Task Connection_that_asks_for_nothing_and_one_that_never_ends_asking_are_cut()
    {
        await using var server = await StartAsync(edge => edge with { FirstRequestTimeout = TimeSpan.FromMilliseconds(500) });

        foreach (var begun in new[] { "", "GET /ws HT", "GET /ws HTTP/1.1\r\nHost: a\r\nX-Slow: " })
        {
            using var tcp = await OpenAsync(server, begun);
            await UntilCutAsync(tcp);
        }
    }

    [Fact]
    public async Task Header_that_comes_a_byte_at_a_time_is_cut_though_each_byte_is_in_time()
    {
        await using var server = await StartAsync(edge => edge with { FirstRequestTimeout = TimeSpan.FromMilliseconds(500) });
        using var tcp = await OpenAsync(server, "GET /ws HTTP/1.1\r\nHost: a\r\nX-Slow: ");

        await DripAsync(tcp);
    }

    [Fact]
    public async Task Body_that_comes_a_byte_at_a_time_is_cut()
    {
        await using var server = await StartAsync(edge => edge);
        using var tcp = await OpenAsync(
            server, $"POST /calls/{Guid.NewGuid()}/reject HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");

        await DripAsync(tcp);
    }

    [Fact]
    public async Task Full_room_cuts_whoever_has_waited_longest_and_lets_the_newcomer_in()
    {
        await using var server = await StartAsync(edge => edge with { Capacity = new(1000, 4, 100, 20_000) });
        var oldest = await OpenAsync(server, "GET /ws HT");
        await Eventually.HoldsAsync(() => server.Get<WaitingRoom>().Count == 1, "the oldest waits");
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OpenAsync(server, "GET /ws HT")));

        await using var newcomer = await TestClient.ConnectAsync(server, Person.New("newcomer"));

        await newcomer.ExpectNothingAsync();
        await UntilCutAsync(oldest);
        server.Get<WaitingRoom>().Count.Should().Be(3, "the newcomer's connection runs a request and waits no more");
        foreach (var tcp in others.Append(oldest))
        {
            tcp.Dispose();
        }
    }

    [Fact]
    public async Task Flood_from_one_address_cuts_its_own_and_nobody_of_another()
    {
        const int Most = 4;
        await using var server = await StartAsync(edge => edge with { Capacity = new(1000, Most, 100, 20_000) });
        using var honest = await OpenAsync(server, "GET /health/live HTTP/1.1\r\n", from: "127.0.0.2");
        await Eventually.HoldsAsync(() => server.Get<WaitingRoom>().Count == 1, "the honest one waits");

        using var over = new CancellationTokenSource();
        var flood = Enumerable.Range(0, 20).Select(_ => OpenUntilCutAsync(server, over.Token)).ToArray();
        await Eventually.HoldsAsync(() => flood.Count(task => task.IsCompleted) == flood.Length - (Most - 1), "the flood is cut");

        await honest.GetStream().WriteAsync("Host: a\r\n\r\n"u8.ToArray());
        (await ReadAsync(honest)).Should().StartWith("HTTP/1.1 200");
        await over.CancelAsync();
        await Task.WhenAll(flood);
    }

    [Fact]
    public async Task Message_that_is_never_finished_closes_with_1008()
    {
        await using var server = await StartAsync(
            edge => edge, sockets => sockets with { MessageTimeout = TimeSpan.FromMilliseconds(300) });
        await using var slow = await TestClient.ConnectAsync(server, Person.New("slow"));
        await using var whole = await TestClient.ConnectAsync(server, Person.New("whole"));

        await slow.SendRawAsync("{\"type\":"u8.ToArray(), endOfMessage: false);

        (await slow.Closed).Should().Be((1008, "message not finished in time"));
        await whole.ExpectNothingAsync();
    }

    private static async Task<string> ReadAsync(TcpClient tcp)
    {
        var buffer = new byte[4096];
        var length = await tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TestClient.Patience);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task<TcpClient> OpenAsync(GoringServer server, string begun, string from = "127.0.0.1")
    {
        var tcp = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await tcp.ConnectAsync("127.0.0.1", server.Port);
        await tcp.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(begun));
        return tcp;
    }

    /// <summary>Sends a byte now and then until the server has cut the connection; fails where it never does.</summary>
    private static async Task DripAsync(TcpClient tcp)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var cut = UntilCutAsync(tcp, TimeSpan.FromSeconds(30));
        try
        {
            while (!cut.IsCompleted)
            {
                await tcp.GetStream().WriteAsync("x"u8.ToArray(), bound.Token);
                await Task.Delay(50, bound.Token);
            }
        }
        catch (IOException)
        {
            // Cut while it wrote.
        }

        await cut;
    }

    /// <summary>Begins a request and waits with it until it is cut, which may be before it has begun.</summary>
    private static async Task OpenUntilCutAsync(GoringServer server, CancellationToken over)
    {
        try
        {
            using var tcp = await OpenAsync(server, "GET /ws HT");
            while (await tcp.GetStream().ReadAsync(new byte[1], over) > 0)
            {
            }
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            // Reset, or the test is over.
        }
    }

    private static async Task UntilCutAsync(TcpClient tcp, TimeSpan? patience = null)
    {
        try
        {
            // A 408 may come first.
            while (await tcp.GetStream().ReadAsync(new byte[1024]).AsTask().WaitAsync(patience ?? TestClient.Patience) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset.
        }
    }

    private static Task<GoringServer> StartAsync(
        Func<EdgeSettings, EdgeSettings> edge, Func<ConnectionSettings, ConnectionSettings>? sockets = null)
    {
        var variables = TestSettings.With();
        var app = GoringHost.Build(["--environment=Production"], variables, host =>
        {
            SuiteLog.AddTo(host.Logging);
            Replace(host.Services, edge);
            Replace(host.Services, sockets ?? (same => same));
        });
        return GoringServer.StartAsync(app, variables);
    }

    private static void Replace<T>(IServiceCollection services, Func<T, T> change)
        where T : class
    {
        var old = (T)services.Last(service => service.ServiceType == typeof(T)).ImplementationInstance!;
        services.AddSingleton(change(old));
    }
}
