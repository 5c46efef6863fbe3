using Goring.Application.Protocol;
using Goring.Domain.Shared;

namespace Goring.UnitTests.Application.Protocol;

public sealed class ErrorCodesTests
{
    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_wire_spelling(ErrorCode code) =>
        ErrorCodes.ToWire(code).Should().MatchRegex("^[a-z]+(_[a-z]+)*$");

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_text(ErrorCode code) => ErrorTexts.For(code).Should().NotBeNullOrWhiteSpace();

    [Fact]
    public void No_two_codes_are_spelled_the_same() =>
        Enum.GetValues<ErrorCode>().Select(ErrorCodes.ToWire).Should().OnlyHaveUniqueItems();

    [Fact]
    public void What_is_no_code_has_no_spelling()
    {
        var spell = () => ErrorCodes.ToWire((ErrorCode)999);

        spell.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void What_is_no_code_has_no_text()
    {
        var explain = () => ErrorTexts.For((ErrorCode)999);

        explain.Should().Throw<ArgumentOutOfRangeException>();
    }
}
