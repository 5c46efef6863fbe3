using Goring.Domain.Devices;

namespace Goring.UnitTests.Domain;

public sealed class DeviceTests
{
    [Theory]
    [InlineData("a-long-token-ABCDEF", "ABCDEF")]
    [InlineData("1234567", "234567")]
    [InlineData("123456", "")]
    [InlineData("1", "")]
    public void Of_a_token_its_last_six_characters_are_shown_at_most(string token, string shown)
    {
        var device = new Device(token, DeviceOs.Ios);

        device.TokenEnd.Should().Be(shown);
        device.ToString().Should().Be($"Ios …{shown}");
    }
}
