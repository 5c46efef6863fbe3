using Goring.Domain.Users;

namespace Goring.UnitTests.Domain.Users;

public sealed class UserIdTests
{
    private const char High = '\uD83D';
    private const char Low = '\uDE00';

    [Theory]
    [InlineData("a")]
    [InlineData("user-1")]
    [InlineData(" padded ")]
    [InlineData("*")]
    [InlineData("пользователь")]
    [InlineData("😀")]
    [InlineData("a😀b😀")]
    public void A_text_names_a_user(string id) => UserId.IsValid(id).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\r\n")]
    [InlineData("\u00a0\u3000")]
    public void Nothing_and_white_space_name_nobody(string? id) => UserId.IsValid(id).Should().BeFalse();

    [Fact]
    public void The_longest_id_has_256_characters() => UserId.IsValid(new string('a', 256)).Should().BeTrue();

    [Fact]
    public void One_character_more_is_too_long() => UserId.IsValid(new string('a', 257)).Should().BeFalse();

    [Fact]
    public void The_longest_id_may_end_in_a_pair() =>
        UserId.IsValid($"{new string('a', 254)}{High}{Low}").Should().BeTrue();

    [Fact]
    public void A_lone_high_surrogate_is_ill_formed() => UserId.IsValid(High.ToString()).Should().BeFalse();

    [Fact]
    public void A_lone_low_surrogate_is_ill_formed() => UserId.IsValid($"a{Low}b").Should().BeFalse();

    [Fact]
    public void A_pair_the_wrong_way_round_is_ill_formed() => UserId.IsValid($"{Low}{High}").Should().BeFalse();

    [Fact]
    public void A_high_surrogate_before_a_letter_is_ill_formed() => UserId.IsValid($"{High}a").Should().BeFalse();

    [Fact]
    public void A_high_surrogate_behind_a_pair_is_ill_formed() =>
        UserId.IsValid($"{High}{Low}{High}").Should().BeFalse();

    [Fact]
    public void Ids_are_compared_ordinally() => new UserId("a").Should().NotBe(new UserId("A"));

    [Fact]
    public void It_reads_as_its_value() => new UserId("abc").ToString().Should().Be("abc");
}
