using Goring.Application.Connections;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary><c>auth.refresh</c>; what a reader says of a token is made up here.</summary>
public sealed class RefreshTokenTests : IAsyncLifetime, IDisposable
{
    private const string Frame = """{"type":"auth.refresh","id":"1","payload":{"token":"fresh"}}""";

    private static readonly DateTimeOffset Later = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;

    public static TheoryData<TokenFault> Faults => new(Enum.GetValues<TokenFault>());

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice, new ResumeRequest(null, -1));
        _ = _alice.Take();
    }

    [Fact]
    public async Task Accepted_token_lets_the_connection_stay_as_long_as_it_is_good()
    {
        Say(new TokenReading.Accepted(People.Alice, Later));

        (await _server.SendAsync(_alice, Frame)).Should().BeNull();

        _alice.Expires.Should().Be(Later);
        _alice.Take().Should().Equal("""{"type":"ack","id":"1","payload":{}}""");
    }

    [Fact]
    public async Task Token_of_another_user_changes_nothing()
    {
        Say(new TokenReading.Accepted(People.Bob, Later));

        (await _server.SendAsync(_alice, Frame)).Should().Be(ErrorCode.Unauthorized);

        _alice.Expires.Should().BeNull();
        _alice.Take().Single().Should().Contain("the token is of another user");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Refused_token_is_answered_with_its_fault_and_changes_nothing(TokenFault fault)
    {
        Say(new TokenReading.Refused(fault));

        (await _server.SendAsync(_alice, Frame)).Should()
            .Be(fault == TokenFault.KeysAway ? ErrorCode.InternalError : ErrorCode.Unauthorized);

        _alice.Expires.Should().BeNull();
        _alice.Take().Single().Should().Contain(TokenFaults.TextOf(fault));
    }

    [Fact]
    public void Each_fault_has_a_text_of_its_own() =>
        Enum.GetValues<TokenFault>().Select(TokenFaults.TextOf).Should().OnlyHaveUniqueItems();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private void Say(TokenReading reading) => _server.Tokens.Reading = reading;
}
