using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Push;

public sealed class RingTokensTests
{
    private static readonly SessionId Session = new("0b8e2a5e-1f5e-4d0c-9c53-5f0c2b8f5a11");
    private static readonly DateTimeOffset RingEnds = ManualTime.Start.AddSeconds(60);

    private readonly ManualTime _time = new();
    private readonly RingTokens _tokens;

    public RingTokensTests() => _tokens = new(new byte[32], _time);

    [Fact]
    public void A_token_opens_its_session()
    {
        var token = _tokens.Issue(Session, RingEnds);

        RingTokens.IsOne(token).Should().BeTrue();
        _tokens.Read(token).Should().Be(Session);
        token.Should().MatchRegex("^[A-Za-z0-9._~+/-]+$", "RFC 6750 wants it so");
    }

    [Fact]
    public void Another_instance_with_the_same_key_reads_it() =>
        new RingTokens(new byte[32], _time).Read(_tokens.Issue(Session, RingEnds)).Should().Be(Session);

    [Fact]
    public void It_is_good_until_the_end_of_the_ring()
    {
        var token = _tokens.Issue(Session, RingEnds);

        _time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromMilliseconds(1));
        _tokens.Read(token).Should().Be(Session);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _tokens.Read(token).Should().BeNull();
    }

    [Fact]
    public void Another_fleets_token_opens_nothing() =>
        new RingTokens([.. Enumerable.Repeat((byte)1, 32)], _time).Read(_tokens.Issue(Session, RingEnds)).Should().BeNull();

    [Theory]
    [InlineData("another session")]
    [InlineData("a later end")]
    [InlineData("no signature")]
    [InlineData("a cut signature")]
    [InlineData("a part too few")]
    [InlineData("another kind of token")]
    [InlineData("an end that is no number")]
    public void A_token_that_was_changed_opens_nothing(string change)
    {
        var parts = _tokens.Issue(Session, RingEnds).Split('~');
        var token = change switch
        {
            "another session" => $"ring~{parts[1]}~{parts[2]}~0b8e2a5e-1f5e-4d0c-9c53-5f0c2b8f5a12",
            "a later end" => $"ring~{parts[1]}0~{parts[2]}~{parts[3]}",
            "no signature" => $"ring~{parts[1]}~~{parts[3]}",
            "a cut signature" => $"ring~{parts[1]}~{parts[2][..^1]}~{parts[3]}",
            "a part too few" => $"ring~{parts[1]}~{parts[2]}",
            "another kind of token" => "e30.e30.e30",
            "an end that is no number" => $"ring~soon~{parts[2]}~{parts[3]}",
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };

        _tokens.Read(token).Should().BeNull();
    }

    [Fact]
    public void A_session_id_of_an_older_fleet_may_hold_anything()
    {
        var session = new SessionId("a~session~of~theirs");

        _tokens.Read(_tokens.Issue(session, RingEnds)).Should().Be(session);
    }
}
