using Goring.Application.Push;
using Goring.Domain.Devices;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>A token is known to one environment. Which one is asked where nobody has said.</summary>
public sealed class ApnsEnvironmentTests(PushBench bench) : IClassFixture<PushBench>
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Device_is_found_where_its_token_is_known(bool productionFirst, bool knownInDevelopment)
    {
        using var gateway = bench.Apns(options => options with { FirstAsked = EnvironmentOf(!productionFirst) });
        var phone = PushBench.IPhone(environment: null);
        bench.Sandbox.Script.KnownOnlyIn(phone.Token, knownInDevelopment);

        var answer = await gateway.SendAsync(phone, PushBench.Ring(), default);

        answer.Should().Be(new PushAnswer.Delivered(EnvironmentOf(knownInDevelopment)));
        var asked = bench.PushesTo(phone).Select(push => push.IsDevelopment).ToArray();
        asked.Should().Equal(
            productionFirst == knownInDevelopment ? [!productionFirst, productionFirst] : [!productionFirst]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Device_that_said_its_environment_is_asked_about_there_alone(bool development)
    {
        using var gateway = bench.Apns();
        var phone = PushBench.IPhone(EnvironmentOf(development));
        bench.Sandbox.Script.KnownOnlyIn(phone.Token, development: !development);

        var answer = await gateway.SendAsync(phone, PushBench.Ring(), default);

        answer.Should().Be(new PushAnswer.DeadToken("BadDeviceToken"));
        bench.PushesTo(phone).Should().ContainSingle().Which.IsDevelopment.Should().Be(development);
    }

    [Theory]
    [InlineData("BadDeviceToken")]
    [InlineData("DeviceTokenNotForTopic")]
    public async Task Token_that_no_environment_knows_is_dead(string reason)
    {
        var (gateway, phone) = (bench.Apns(), PushBench.IPhone(environment: null));
        using var owned = gateway;
        bench.Sandbox.Script.ForDevice(phone.Token, new ScriptedAnswer { Status = 400, Reason = reason });

        (await gateway.SendAsync(phone, PushBench.Ring(), default)).Should().Be(new PushAnswer.DeadToken(reason));

        bench.PushesTo(phone).Select(push => push.IsDevelopment).Should().Equal(true, false);
    }

    [Fact]
    public async Task Token_is_not_dead_while_the_other_environment_cannot_say()
    {
        using var gateway = bench.Apns();
        var (forbidden, busy) = (PushBench.IPhone(environment: null), PushBench.IPhone(environment: null));
        bench.Sandbox.Script.ForDevice(forbidden.Token, Apns.BadDeviceToken, Apns.BadEnvironmentKeyIdInToken);
        bench.Sandbox.Script.ForDevice(busy.Token, Apns.BadDeviceToken, Apns.ServiceUnavailable);

        (await gateway.SendAsync(forbidden, PushBench.Ring(), default))
            .Should().Be(new PushAnswer.Refused("BadEnvironmentKeyIdInToken"));
        (await gateway.SendAsync(busy, PushBench.Ring(), default))
            .Should().Be(new PushAnswer.NotNow("ServiceUnavailable"));
    }

    [Fact]
    public async Task Only_a_token_that_is_not_known_is_looked_for_elsewhere()
    {
        using var gateway = bench.Apns();
        var phone = PushBench.IPhone(environment: null);
        var gone = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        bench.Sandbox.Script.ForDevice(phone.Token, Apns.Unregistered(gone));

        (await gateway.SendAsync(phone, PushBench.Ring(), default))
            .Should().Be(new PushAnswer.DeadToken("Unregistered", gone));

        bench.PushesTo(phone).Should().ContainSingle("410 comes from the environment that knew the token");
    }

    [Fact]
    public async Task Ring_that_ends_meanwhile_leaves_the_other_environment_unasked_and_the_token_alive()
    {
        var phone = PushBench.IPhone(environment: null);
        var time = new TestTime { HourHasPassed = () => bench.PushesTo(phone).Count > 0 };
        using var gateway = bench.Apns(time: time);
        bench.Sandbox.Script.ForDevice(phone.Token, Apns.BadDeviceToken);

        (await gateway.SendAsync(phone, PushBench.Ring(time.GetUtcNow()), default))
            .Should().Be(new PushAnswer.NotNow("BadDeviceToken"));

        bench.PushesTo(phone).Should().ContainSingle();
    }

    [Fact]
    public async Task Stand_in_for_both_environments_is_asked_once()
    {
        using var gateway = bench.Apns(options => options with { DevelopmentEndpoint = options.ProductionEndpoint });
        var (known, unknown) = (PushBench.IPhone(environment: null), PushBench.IPhone(environment: null));
        bench.Sandbox.Script.ForDevice(unknown.Token, Apns.BadDeviceToken);

        (await gateway.SendAsync(known, PushBench.Ring(), default)).Should().Be(new PushAnswer.Delivered());
        (await gateway.SendAsync(unknown, PushBench.Ring(), default))
            .Should().Be(new PushAnswer.DeadToken("BadDeviceToken"));

        bench.PushesTo(unknown).Should().ContainSingle();
    }

    private static ApnsEnvironment EnvironmentOf(bool development) =>
        development ? ApnsEnvironment.Development : ApnsEnvironment.Production;
}
