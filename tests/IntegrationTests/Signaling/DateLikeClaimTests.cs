using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>A claim is the text that stands in the token, whatever it looks like.</summary>
public sealed class DateLikeClaimTests(EmbeddedFleet fleet) : IClassFixture<EmbeddedFleet>
{
    [Fact]
    public async Task User_id_that_looks_like_a_date_is_still_that_user()
    {
        var person = new Person("2024-05-01T10:00:00Z", "2024-06-01T10:00:00+02:00", "2024-07-01", null);
        await using var caller = await fleet.CallerAsync(person);
        await using var callee = await fleet.CalleeAsync();

        await Call.StartAsync(caller, callee);
    }
}
