using Goring.UnitTests.Support;

namespace Goring.UnitTests.Web.Configuration;

public sealed class SettingsReaderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void An_empty_variable_is_unset(string? value)
    {
        var reader = Settings.Reader(("X", value));

        reader.Text("X").Should().BeNull();
        reader.Number("X", 7, 0, 9).Should().Be(7);
        reader.Seconds("X", 7, 0, 9).Should().Be(TimeSpan.FromSeconds(7));
        reader.Flag("X", true).Should().BeTrue();
        reader.OneOf("X", 'u', ("word", 'w')).Should().Be('u');
        reader.List("X").Should().BeEmpty();
    }

    [Fact]
    public void A_text_is_trimmed() => Settings.Reader(("X", " a b ")).Text("X").Should().Be("a b");

    [Fact]
    public void A_secret_is_not_trimmed() => Settings.Reader(("X", " a b ")).Secret("X").Should().Be(" a b ");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_secret_is_unset(string? value) => Settings.Reader(("X", value)).Secret("X").Should().BeNull();

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 9 ", 9)]
    [InlineData("007", 7)]
    public void A_number_may_be_as_small_and_as_large_as_its_bounds(string text, int number) =>
        Settings.Reader(("X", text)).Number("X", 5, 0, 9).Should().Be(number);

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData(" False ", false)]
    [InlineData("0", false)]
    public void A_flag_has_two_words_and_two_digits(string text, bool flag) =>
        Settings.Reader(("X", text)).Flag("X", !flag).Should().Be(flag);

    [Fact]
    public void A_list_stands_between_commas() =>
        Settings.Reader(("X", "a, b ,,c")).List("X").Should().Equal("a", "b", "c");
}
