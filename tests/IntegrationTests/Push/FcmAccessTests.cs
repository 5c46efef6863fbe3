using System.Net;
using System.Net.Sockets;
using Goring.Application.Push;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The access token: asked for once, kept, and what happens where there is none.</summary>
public sealed class FcmAccessTests : IAsyncLifetime
{
    private PushBench _bench = null!;

    public async Task InitializeAsync() => _bench = await PushBench.StartAsync();

    public Task DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_thousand_pushes_take_one_access_token()
    {
        using var gateway = _bench.Fcm();
        await gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default);

        var answers = await Eventually.AllAsync(
            Enumerable.Range(1, 999).Select(_ => gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default)));

        answers.Should().AllBeEquivalentTo(new PushAnswer.Delivered());
        _bench.Sandbox.Pushes.Should().HaveCount(1000);
        _bench.Sandbox.TokenRequests.Should().Be(1);
    }

    [Fact]
    public async Task First_pushes_that_come_together_share_one_request()
    {
        _bench.Sandbox.Script.Next(PushService.OAuth, ScriptedAnswer.Slow(TimeSpan.FromMilliseconds(300)));
        using var gateway = _bench.Fcm();

        var answers = await Eventually.AllAsync(
            Enumerable.Range(0, 20).Select(_ => gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default)));

        answers.Should().AllBeEquivalentTo(new PushAnswer.Delivered());
        _bench.Sandbox.TokenRequests.Should().Be(1);
    }

    [Fact]
    public async Task Pushes_that_are_refused_together_share_one_new_token()
    {
        using var gateway = _bench.Fcm();
        await gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default);
        _bench.Sandbox.Script.Next(PushService.Fcm, [.. Enumerable.Repeat(Fcm.Unauthenticated, 20)]);

        var answers = await Eventually.AllAsync(
            Enumerable.Range(0, 20).Select(_ => gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default)));

        answers.OfType<PushAnswer.Delivered>().Should().NotBeEmpty();
        _bench.Sandbox.TokenRequests.Should().Be(2);
    }

    [Theory]
    [InlineData(400, "invalid_grant")]
    [InlineData(401, "invalid_client")]
    [InlineData(403, "access_denied")]
    public async Task Account_that_google_refuses_is_an_operators_matter(int status, string error)
    {
        _bench.Sandbox.Script.Next(PushService.OAuth, new ScriptedAnswer { Status = status, Reason = error });

        (await SendAsync()).Should().Be(new PushAnswer.Refused(error));
    }

    [Fact]
    public async Task What_the_token_endpoint_says_in_words_of_nobodys_is_not_repeated()
    {
        _bench.Sandbox.Script.Next(PushService.OAuth, new ScriptedAnswer { Status = 418, Reason = "I am\na teapot" });

        (await SendAsync()).Should().Be(new PushAnswer.Refused("OAuthStatus418"));
    }

    [Fact]
    public async Task Token_endpoint_that_fails_is_asked_again_by_the_next_attempt()
    {
        using var gateway = _bench.Fcm();
        _bench.Sandbox.Script.Next(
            PushService.OAuth,
            new ScriptedAnswer { Status = 503, Reason = "server_error" },
            new ScriptedAnswer { Status = 429, Body = "<html>slow down</html>" },
            ScriptedAnswer.BadGateway,
            new ScriptedAnswer { Status = 200, Body = "<html>hello</html>" },
            new ScriptedAnswer { Status = 200, Body = "{}" },
            ScriptedAnswer.CutBeforeAnswer);

        var answers = new List<PushAnswer>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add(await gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default));
        }

        answers.Should().Equal(
            new PushAnswer.NotNow("OAuthStatus503"),
            new PushAnswer.NotNow("OAuthStatus429"),
            new PushAnswer.NotNow("OAuthStatus502"),
            new PushAnswer.NotNow("OAuthNotUnderstood"),
            new PushAnswer.NotNow("OAuthNotUnderstood"),
            new PushAnswer.NotNow("OAuthNotReached"),
            new PushAnswer.Delivered());
    }

    [Fact]
    public async Task Token_endpoint_that_is_not_there_is_worth_another_try()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var address = nobody.LocalEndpoint.ToString();
        nobody.Stop();
        using var gateway = _bench.Fcm(options =>
            options with { Account = options.Account with { TokenUri = new($"http://{address}/token") } });

        (await gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default))
            .Should().Be(new PushAnswer.NotNow("OAuthNotReached"));
    }

    [Fact]
    public async Task Wait_for_a_token_ends_with_the_caller()
    {
        _bench.Sandbox.Script.Next(PushService.OAuth, ScriptedAnswer.Hang);
        using var gateway = _bench.Fcm();
        using var gone = new CancellationTokenSource();

        var sending = gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), gone.Token);
        await Eventually.HoldsAsync(() => _bench.Sandbox.TokenRequests == 1, "the token is asked for");
        await gone.CancelAsync();

        await sending.Invoking(task => task.WaitAsync(TimeSpan.FromSeconds(5)))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task<PushAnswer> SendAsync()
    {
        using var gateway = _bench.Fcm();
        return await gateway.SendAsync(PushBench.AndroidPhone(), PushBench.Ring(), default);
    }
}
