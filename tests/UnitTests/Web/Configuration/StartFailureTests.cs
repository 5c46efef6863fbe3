using Goring.Application.Ports;
using Goring.Web.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Goring.UnitTests.Web.Configuration;

public sealed class StartFailureTests
{
    [Fact]
    public void A_wrong_setting_is_said_as_it_is() =>
        Explain(new SettingException("PORT: wants a port")).Should().Be("PORT: wants a port");

    [Fact]
    public void An_unreachable_store_names_its_variable_and_nothing_of_its_insides() =>
        Explain(new StoreNotReachedException("REDIS_ADDR: no", new StoreUnavailableException("10.0.0.1 refused hunter2")))
            .Should().Be("REDIS_ADDR: no");

    [Fact]
    public void A_port_in_use_names_its_variable() =>
        Explain(new IOException("Failed to bind", new AddressInUseException("in use")))
            .Should().Be("PORT: another program listens on it");

    [Fact]
    public void Another_fault_of_the_disk_is_not_explained_away() => Explain(new IOException("disk")).Should().BeNull();

    [Fact]
    public void A_defect_is_not_explained_away() => Explain(new InvalidOperationException()).Should().BeNull();

    private static string? Explain(Exception error) => StartFailure.TryExplain(error, out var line) ? line : null;
}
