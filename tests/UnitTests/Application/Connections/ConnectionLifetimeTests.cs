using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

public sealed class ConnectionLifetimeTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Fact]
    public async Task A_connection_that_opened_is_counted()
    {
        var alice = await _server.ConnectAsync(People.Alice);

        _server.Registry.Count.Should().Be(1);
        _server.Registry.Snapshot().Should().Equal(alice);
    }

    [Fact]
    public async Task Nothing_is_left_of_one_that_closed()
    {
        var alice = await _server.ConnectAsync(People.Alice);

        await _server.DisconnectAsync(alice);

        _server.Registry.Count.Should().Be(0);
        _server.Registry.Seated().Should().BeEmpty();
    }

    [Fact]
    public async Task Closing_twice_is_closing_once()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        await _server.CallAsync(alice, bob);

        await _server.DisconnectAsync(alice);
        await _server.DisconnectAsync(alice);

        bob.Take().Should().ContainSingle();
    }

    [Fact]
    public async Task A_claim_that_fails_is_the_openers_to_hear()
    {
        _server.Presence.ClaimFault = new StoreUnavailableException();

        var open = () => _server.ConnectAsync(People.Alice);

        await open.Should().ThrowAsync<StoreUnavailableException>();
    }

    [Fact]
    public async Task Nothing_is_left_of_a_claim_that_failed()
    {
        _server.Presence.ClaimFault = new StoreUnavailableException();

        await _server.Invoking(server => server.ConnectAsync(People.Alice)).Should().ThrowAsync<StoreUnavailableException>();

        _server.Registry.Count.Should().Be(0);
        _server.Get<AbandonedSlots>().Snapshot().Should().BeEmpty();
    }

    [Fact]
    public async Task A_claim_that_may_have_happened_is_released_later_where_the_store_is_down()
    {
        _server.Presence.ClaimFault = new StoreUnavailableException();
        _server.Presence.ReleaseFault = new StoreUnavailableException();

        await _server.Invoking(server => server.ConnectAsync(People.Alice)).Should().ThrowAsync<StoreUnavailableException>();

        _server.Get<AbandonedSlots>().Snapshot().Should().ContainSingle()
            .Which.User.Should().Be(People.Alice.Id);
    }

    [Fact]
    public async Task A_claim_that_was_cancelled_leaves_nothing()
    {
        _server.Presence.ClaimFault = new OperationCanceledException();

        await _server.Invoking(server => server.ConnectAsync(People.Alice)).Should().ThrowAsync<OperationCanceledException>();

        _server.Registry.Count.Should().Be(0);
    }

    public void Dispose() => _server.Dispose();
}
