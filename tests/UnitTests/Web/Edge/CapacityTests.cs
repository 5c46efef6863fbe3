using Goring.UnitTests.Support;
using Goring.Web.Configuration;
using Goring.Web.Edge;
using Goring.Web.Tls;

namespace Goring.UnitTests.Web.Edge;

public sealed class CapacityTests
{
    [Theory]
    [InlineData("Max open files            20000                30000                files     ", 20_000)]
    [InlineData("Max open files            unlimited            unlimited            files     ", DescriptorLimit.Unknown)]
    [InlineData("Max processes             7                    7                    processes ", DescriptorLimit.Unknown)]
    public void Limit_is_read_from_what_the_system_says(string line, int limit) =>
        DescriptorLimit.Parse($"Limit                     Soft Limit\n{line}\n").Should().Be(limit);

    [Theory]
    [InlineData(256)]
    [InlineData(1024)]
    [InlineData(20_000)]
    [InlineData(1_048_576)]
    public void What_is_unset_leaves_descriptors_over(int descriptors)
    {
        var capacity = Capacity.Read(Settings.Reader(), descriptors);

        capacity.Fits.Should().BeTrue();
        (capacity.Sockets + capacity.Waiting + capacity.Requests).Should().BeLessThan(descriptors);
        capacity.Sockets.Should().BeGreaterThan(descriptors / 2);
    }

    [Fact]
    public void More_than_fits_is_taken_and_known() =>
        Capacity.Read(Settings.Reader(("MAX_CONNECTIONS", "1024")), 1024)
            .Should().Match<Capacity>(capacity => capacity.Sockets == 1024 && !capacity.Fits);

    [Theory]
    [InlineData("TLS_CERT_PATH", "TLS_KEY_PATH")]
    [InlineData("TLS_KEY_PATH", "TLS_CERT_PATH")]
    public void Half_of_tls_names_the_other_half(string set, string missing)
    {
        var read = () => TlsSettings.Read(Settings.Reader((set, "/tls.pem")));

        read.Should().Throw<SettingException>().WithMessage($"{missing}: is required with {set}");
    }
}
