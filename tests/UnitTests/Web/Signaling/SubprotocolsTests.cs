using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class SubprotocolsTests
{
    [Fact]
    public void The_base_protocol_is_selected_beside_a_token() =>
        Subprotocols.Select(["bearer.aaa.bbb.ccc", "goring"]).Should().Be("goring");

    [Fact]
    public void A_token_is_never_selected() => Subprotocols.Select(["bearer.aaa.bbb.ccc"]).Should().BeNull();

    [Fact]
    public void Who_offers_nothing_is_answered_with_nothing() => Subprotocols.Select([]).Should().BeNull();

    [Fact]
    public void What_is_unknown_is_not_selected() => Subprotocols.Select(["chat", "GORING"]).Should().BeNull();
}
