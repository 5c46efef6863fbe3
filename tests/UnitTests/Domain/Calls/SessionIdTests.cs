using Goring.Domain.Calls;

namespace Goring.UnitTests.Domain.Calls;

public sealed class SessionIdTests
{
    [Fact]
    public void A_new_id_is_a_random_uuid_in_lower_case() =>
        SessionId.New(TimeProvider.System.GetUtcNow()).Value.Should().MatchRegex("^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");

    [Fact]
    public void No_two_new_ids_are_the_same() =>
        Enumerable.Range(0, 10_000).Select(_ => SessionId.New(TimeProvider.System.GetUtcNow())).Should().OnlyHaveUniqueItems();

    [Fact]
    public void It_reads_as_its_value() => new SessionId("abc").ToString().Should().Be("abc");
}
