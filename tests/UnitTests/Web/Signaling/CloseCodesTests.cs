using Goring.Application.Connections;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class CloseCodesTests
{
    [Theory]
    [InlineData(CloseReason.Normal, 1000, "")]
    [InlineData(CloseReason.Policy, 1008, "too many messages")]
    [InlineData(CloseReason.TooLong, 1008, "message not finished in time")]
    [InlineData(CloseReason.TooLarge, 1009, "message too large")]
    [InlineData(CloseReason.Restarting, 1012, "server is restarting")]
    [InlineData(CloseReason.TooSlow, 1013, "too slow to read")]
    [InlineData(CloseReason.Replaced, 4001, "replaced")]
    public void A_reason_has_its_code_and_text(CloseReason reason, int code, string text)
    {
        var close = CloseCodes.Of(reason);

        ((int)close.Code).Should().Be(code);
        close.Text.Should().Be(text);
    }

    [Fact]
    public void Every_reason_has_a_code_and_text_of_its_own() =>
        Enum.GetValues<CloseReason>().Select(reason => CloseCodes.Of(reason)).Should().OnlyHaveUniqueItems();

    [Fact]
    public void What_is_no_reason_has_no_code()
    {
        var of = () => CloseCodes.Of((CloseReason)99);

        of.Should().Throw<ArgumentOutOfRangeException>();
    }
}
