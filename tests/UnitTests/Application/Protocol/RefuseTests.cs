using Goring.Application.Protocol;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>Frames that are answered without being read.</summary>
public sealed class RefuseTests
{
    [Fact]
    public void The_error_says_why()
    {
        var alice = new FakeClient(People.Alice);

        var code = MessageDispatcher.Refuse(alice, ErrorCode.RateLimited, "slow down");

        code.Should().Be(ErrorCode.RateLimited);
        alice.Take().Should().Equal(Frames.Error("rate_limited", "slow down"));
    }

    [Fact]
    public void The_error_is_escaped()
    {
        var alice = new FakeClient(People.Alice);

        MessageDispatcher.Refuse(alice, ErrorCode.InvalidMessage, "a \"quote\"\n\\");

        alice.Take().Should().Equal(Frames.Invalid("""a \"quote\"\n\\"""));
    }
}
