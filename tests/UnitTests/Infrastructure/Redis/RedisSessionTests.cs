using Goring.Domain.Calls;
using Goring.Infrastructure.Redis;

namespace Goring.UnitTests.Infrastructure.Redis;

/// <summary>The hash of a session, as another server of the fleet may have left it.</summary>
public sealed class RedisSessionTests
{
    [Fact]
    public void Created_at_is_in_seconds() =>
        CreatedAt("1893456000").Should().Be(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("253402300800")]
    [InlineData("-62135596801")]
    [InlineData("1893456000000")]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    [InlineData("99999999999999999999")]
    public void A_created_at_that_no_calendar_has_costs_nobody_the_call(string createdAt) =>
        CreatedAt(createdAt).Should().Be(DateTimeOffset.UnixEpoch);

    private static DateTimeOffset CreatedAt(string createdAt) => RedisSession.Parse(
        new SessionId("s"),
        new Dictionary<string, string>
        {
            ["caller_id"] = "alice",
            ["callee_id"] = "bob",
            ["state"] = "ringing",
            ["created_at"] = createdAt,
        })!.CreatedAt;
}
