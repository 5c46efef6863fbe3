using Goring.Application.Ice;
using Goring.Application.Ports;
using Goring.Domain.Users;
using Goring.Infrastructure.Turn;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Infrastructure.Turn;

public sealed class SharedSecretCredentialsTests
{
    private static readonly TimeSpan Ttl = TimeSpan.FromHours(1);

    [Fact]
    public void They_are_those_of_the_test_vector() =>
        At(1_700_000_000 - (long)Ttl.TotalSeconds, "north").For(new UserId("alice"))
            .Should().Be(new TurnCredential("1700000000:alice", "Cd/49soE35ICqcJF/bCTn8Z4OyE="));

    [Fact]
    public void The_first_secret_signs() =>
        At(1_700_000_000 - (long)Ttl.TotalSeconds, "north", "south").For(new UserId("alice"))
            .Password.Should().Be("Cd/49soE35ICqcJF/bCTn8Z4OyE=");

    [Theory]
    [InlineData("tenant:42:alice")]
    [InlineData("émilie 😀")]
    public void A_user_may_be_named_as_they_like(string user) =>
        At(0, "north").For(new UserId(user)).Username.Should().Be($"3600:{user}");

    private static SharedSecretCredentials At(long now, params string[] secrets)
    {
        var time = new ManualTime();
        time.Advance(DateTimeOffset.FromUnixTimeSeconds(now) - ManualTime.Start);
        return new(new IceOptions { TurnSecrets = secrets, TurnTtl = Ttl }, time);
    }
}
