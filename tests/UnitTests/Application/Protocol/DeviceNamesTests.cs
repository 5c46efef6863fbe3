using Goring.Application.Protocol;
using Goring.Domain.Devices;

namespace Goring.UnitTests.Application.Protocol;

public sealed class DeviceNamesTests
{
    [Theory]
    [InlineData(ApnsEnvironment.Production, "production")]
    [InlineData(ApnsEnvironment.Development, "development")]
    public void Environment_has_its_word(ApnsEnvironment environment, string word)
    {
        DeviceNames.ToWire(environment).Should().Be(word);
        DeviceNames.ParseEnvironment(word).Should().Be(environment);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("sandbox")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_word_is_none(string? word) => DeviceNames.ParseEnvironment(word).Should().BeNull();
}
