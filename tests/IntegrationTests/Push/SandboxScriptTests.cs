using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>Which request gets which answer.</summary>
public sealed class SandboxScriptTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ApnsSender _sender = Cleared(fixture.Sandbox);

    private SandboxScript Script => fixture.Sandbox.Script;

    [Fact]
    public async Task Device_gets_its_answers_in_order_and_the_last_again_and_again()
    {
        var (scripted, other) = (ApnsSender.NewDevice(), ApnsSender.NewDevice());
        Script.ForDevice(scripted, Apns.InternalServerError, ScriptedAnswer.Usual, Apns.Shutdown);

        (await StatusesAsync(4, scripted)).Should().Equal(500, 200, 503, 503);

        (await StatusesAsync(1, other)).Should().Equal(200);
    }

    [Fact]
    public async Task Device_without_answers_is_answered_as_usual_again()
    {
        var device = ApnsSender.NewDevice();
        Script.ForDevice(device, Apns.Shutdown);

        Script.ForDevice(device);

        (await StatusesAsync(1, device)).Should().Equal(200);
    }

    [Fact]
    public async Task Next_requests_of_a_service_get_one_answer_each()
    {
        Script.Next(PushService.Apns, Apns.Shutdown);
        Script.Next(PushService.Apns, Apns.TooManyRequests);
        using var fcm = await FcmSender.SignedInAsync(fixture.Sandbox);

        (await fcm.PushAsync("device")).Status.Should().Be(200, "it is another service");
        (await StatusesAsync(3)).Should().Equal(503, 429, 200);
    }

    [Fact]
    public async Task Script_of_a_device_goes_before_the_next_and_those_before_a_rate()
    {
        var device = ApnsSender.NewDevice();
        Script.Rate(PushService.Apns, 1, Apns.Shutdown, seed: 1);
        Script.Next(PushService.Apns, Apns.TooManyRequests);
        Script.ForDevice(device, Apns.InternalServerError);

        (await StatusesAsync(1, device)).Should().Equal(500);
        (await StatusesAsync(2)).Should().Equal(429, 503);
    }

    [Fact]
    public async Task Rate_hits_about_its_share_and_the_same_seed_the_same_requests()
    {
        Script.Rate(PushService.Apns, 0.5, Apns.ServiceUnavailable, seed: 7);
        var first = await StatusesAsync(60);
        Script.Rate(PushService.Apns, 0.5, Apns.ServiceUnavailable, seed: 7);
        var second = await StatusesAsync(60);

        first.Count(status => status == 503).Should().BeInRange(15, 45);
        second.Should().Equal(first);
    }

    [Fact]
    public async Task Request_that_fails_a_check_takes_no_answer()
    {
        Script.Next(PushService.Apns, Apns.Shutdown);

        (await _sender.PushWithHeaderAsync("apns-priority", "7")).Reason.Should().Be("BadPriority");

        (await StatusesAsync(1)).Should().Equal(503);
    }

    [Fact]
    public async Task Cleared_script_answers_as_usual()
    {
        var device = ApnsSender.NewDevice();
        Script.ForDevice(device, Apns.Shutdown);
        Script.Next(PushService.Apns, Apns.Shutdown);
        Script.Rate(PushService.Apns, 1, Apns.Shutdown, seed: 1);
        Script.KnownOnlyIn(device, development: true);

        Script.Clear();

        (await StatusesAsync(2, device)).Should().Equal(200, 200);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Share_is_0_to_1(double share)
    {
        var setting = () => Script.Rate(PushService.Apns, share, Apns.Shutdown, seed: 1);

        setting.Should().Throw<ArgumentOutOfRangeException>();
    }

    public void Dispose() => _sender.Dispose();

    private static ApnsSender Cleared(PushSandboxServer sandbox)
    {
        sandbox.Script.Clear();
        return new(sandbox);
    }

    private async Task<List<int>> StatusesAsync(int pushes, string? device = null)
    {
        List<int> statuses = [];
        for (var i = 0; i < pushes; i++)
        {
            statuses.Add((await _sender.PushAsync(device)).Status);
        }

        return statuses;
    }
}
