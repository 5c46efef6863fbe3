using Goring.Domain.Shared;

namespace Goring.UnitTests.Domain.Shared;

public sealed class OutcomeTests
{
    [Fact]
    public void Done_has_no_error() => Outcome.Done.Error.Should().BeNull();

    [Fact]
    public void Done_is_done() => Outcome.Done.IsDone.Should().BeTrue();

    [Theory]
    [InlineData(ErrorCode.InvalidMessage)]
    [InlineData(ErrorCode.InternalError)]
    public void A_code_is_a_refusal_with_that_code(ErrorCode code)
    {
        Outcome outcome = code;

        outcome.IsDone.Should().BeFalse();
        outcome.Error.Should().Be(code);
    }

    [Fact]
    public void A_refusal_made_by_name_is_the_same() =>
        Outcome.FromErrorCode(ErrorCode.UserBusy).Should().Be((Outcome)ErrorCode.UserBusy);
}
