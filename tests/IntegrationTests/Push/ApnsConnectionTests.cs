using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.Application.Push;
using Goring.Infrastructure.Push.Apns;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The one connection to APNs: reused, waited for, and opened anew only where it must be.</summary>
public sealed class ApnsConnectionTests : IAsyncLifetime
{
    private PushBench _bench = null!;

    private int Connections => _bench.Sandbox.ApnsConnections;

    public async Task InitializeAsync() => _bench = await PushBench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_thousand_pushes_go_over_one_connection_and_one_provider_token()
    {
        using var gateway = _bench.Apns();

        (await SendAsync(gateway, 1000)).Should().AllBeEquivalentTo(new PushAnswer.Delivered());

        Connections.Should().Be(1);
        _bench.Sandbox.Pushes.Select(push => push.Headers["authorization"]).Distinct().Should().ContainSingle();
        _bench.Sandbox.Pushes.Select(push => push.Connection).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task More_pushes_than_the_server_has_streams_for_wait()
    {
        _bench.Sandbox.Script.Rate(PushService.Apns, 1, ScriptedAnswer.Slow(TimeSpan.FromMilliseconds(100)), seed: 1);
        using var gateway = _bench.Apns();

        (await SendAsync(gateway, 250)).Should().AllBeEquivalentTo(new PushAnswer.Delivered());

        Connections.Should().Be(1, "Kestrel has 100 streams, and nobody opens a second connection for more");
    }

    [Fact]
    public async Task Goaway_in_the_middle_of_a_burst_loses_no_push()
    {
        _bench.Sandbox.Script.Next(
            PushService.Apns, [.. Enumerable.Repeat(ScriptedAnswer.Usual, 60), ScriptedAnswer.GoAway]);
        using var gateway = _bench.Apns();

        var answers = await SendAsync(gateway, 300);
        answers = [.. answers, .. await SendAsync(gateway, 10)];

        answers.Should().AllBeEquivalentTo(new PushAnswer.Delivered());
        Connections.Should().Be(2);
    }

    [Fact]
    public async Task Push_after_a_cut_connection_opens_another()
    {
        using var gateway = _bench.Apns();
        _bench.Sandbox.Script.Next(PushService.Apns, ScriptedAnswer.CutBeforeAnswer);

        (await SendAsync(gateway, 1)).Should().Equal(new PushAnswer.NotNow("ConnectionLost", MayHaveArrived: true));
        (await SendAsync(gateway, 1)).Should().Equal(new PushAnswer.Delivered());

        Connections.Should().Be(2);
    }

    [Theory]
    [InlineData(400, "IdleTimeout")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "Shutdown")]
    public async Task Answer_that_blames_the_connection_gets_another_but_not_every_time(int status, string reason)
    {
        var time = new TestTime();
        using var gateway = _bench.Apns(time: time);
        var fault = new ScriptedAnswer { Status = status, Reason = reason };

        _bench.Sandbox.Script.Next(PushService.Apns, fault);
        await SendAsync(gateway, 2);
        Connections.Should().Be(1, "it is not ten seconds old");

        time.Advance(TimeSpan.FromSeconds(10));
        _bench.Sandbox.Script.Next(PushService.Apns, fault);
        await SendAsync(gateway, 1);
        (await SendAsync(gateway, 1)).Should().Equal(new PushAnswer.Delivered());
        Connections.Should().Be(2);
    }

    [Fact]
    public async Task Wait_of_an_older_connection_goes_on_when_there_is_a_newer_one()
    {
        var time = new TestTime();
        using var gateway = _bench.Apns(time: time);
        await SendAsync(gateway, 1);
        time.Advance(TimeSpan.FromSeconds(10));
        _bench.Sandbox.Script.Next(
            PushService.Apns, ScriptedAnswer.Slow(TimeSpan.FromMilliseconds(500)), Apns.Shutdown);

        var slow = SendAsync(gateway, 1);
        await Eventually.HoldsAsync(() => _bench.Sandbox.Pushes.Count == 2, "the slow push arrives");
        await SendAsync(gateway, 1);
        await SendAsync(gateway, 1);

        (await slow).Should().Equal(new PushAnswer.Delivered());
        Connections.Should().Be(2);
    }

    [Fact]
    public async Task No_answer_is_not_waited_for_without_end()
    {
        using var gateway = _bench.Apns(options => options with { AttemptTimeout = TimeSpan.FromMilliseconds(500) });
        _bench.Sandbox.Script.Next(PushService.Apns, ScriptedAnswer.Hang);

        (await SendAsync(gateway, 1)).Should().Equal(new PushAnswer.NotNow("TimedOut", MayHaveArrived: true));
    }

    [Fact]
    public async Task Caller_who_stops_waiting_is_heard()
    {
        using var gateway = _bench.Apns();
        using var gone = new CancellationTokenSource();
        _bench.Sandbox.Script.Next(PushService.Apns, ScriptedAnswer.Hang);

        var sending = gateway.SendAsync(PushBench.IPhone(), PushBench.Ring(), gone.Token);
        await Eventually.HoldsAsync(() => _bench.Sandbox.Pushes.Count == 1, "the push arrives");
        await gone.CancelAsync();

        await sending.Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(5)))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Connection_that_died_in_silence_is_found_out_by_a_ping()
    {
        await using var path = SilentPath.To(_bench.Sandbox.ApnsUrl);
        using var gateway = _bench.Apns(options => options with
        {
            ProductionEndpoint = path.Url,
            PingDelay = TimeSpan.FromSeconds(1),
            PingTimeout = TimeSpan.FromSeconds(1),
        });
        await SendAsync(gateway, 1);

        path.Freeze();
        await Eventually.HoldsAsync(() => path.ClosedByClient == 1, "the unanswered ping has the connection closed");

        (await SendAsync(gateway, 1)).Should().Equal(new PushAnswer.Delivered());
        Connections.Should().Be(2);
    }

    [Fact]
    public async Task Idle_connection_is_kept_by_pings()
    {
        await using var path = SilentPath.To(_bench.Sandbox.ApnsUrl);
        using var gateway = _bench.Apns(
            options => options with { ProductionEndpoint = path.Url, PingDelay = TimeSpan.FromSeconds(1) });
        await SendAsync(gateway, 1);
        var before = path.BytesFromClient;

        await Eventually.HoldsAsync(() => path.BytesFromClient > before, "something is sent though there is no push");
        await SendAsync(gateway, 1);

        Connections.Should().Be(1);
    }

    [Fact]
    public async Task Service_whose_certificate_nobody_vouches_for_gets_no_push()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var another = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var wrong = _bench.Apns(options => options with { TrustedAuthorities = [another] });
        using var system = _bench.Apns(options => options with { TrustedAuthorities = null });

        (await SendAsync(wrong, 1)).Should().Equal(new PushAnswer.NotNow("TlsFailed"));
        (await SendAsync(system, 1)).Should().Equal(new PushAnswer.NotNow("TlsFailed"));
        _bench.Sandbox.Pushes.Should().BeEmpty();
    }

    [Fact]
    public async Task Service_that_wants_a_certificate_gets_no_push_without_one()
    {
        await using var strict = await PushBench.StartAsync(new() { ApnsAuthentication = ApnsAuthentication.Certificate });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var gateway = strict.Apns(
            options => options with { Credentials = new ApnsCredentials.SigningKey("KEY", "TEAM", key) });

        var answers = new List<PushAnswer>();
        for (var i = 0; i < 10; i++)
        {
            answers.AddRange(await SendAsync(gateway, 1));
        }

        // In TLS 1.3 the client may have begun to write when it hears that it is not wanted; then it cannot know more.
        answers.Should().Contain(new PushAnswer.NotNow("HandshakeRefused")).And.OnlyContain(
            answer => answer == new PushAnswer.NotNow("HandshakeRefused", null, false)
                || answer == new PushAnswer.NotNow("ConnectionLost", null, true));
        strict.Sandbox.Pushes.Should().BeEmpty();
    }

    [Fact]
    public async Task Service_that_is_not_there_is_worth_another_try()
    {
        await using var path = SilentPath.To(_bench.Sandbox.ApnsUrl);
        var url = path.Url;
        await path.DisposeAsync();
        using var gateway = _bench.Apns(options => options with { ProductionEndpoint = url });

        (await SendAsync(gateway, 1)).Should().Equal(new PushAnswer.NotNow("NotConnected"));
    }

    private static Task<PushAnswer[]> SendAsync(ApnsGateway gateway, int pushes) => Eventually.AllAsync(
        Enumerable.Range(0, pushes).Select(_ => gateway.SendAsync(PushBench.IPhone(), PushBench.Ring(), default)));
}
