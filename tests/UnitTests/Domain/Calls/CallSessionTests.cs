using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Users;

namespace Goring.UnitTests.Domain.Calls;

public sealed class CallSessionTests
{
    private static readonly CallSession Call = new(
        new SessionId("s"),
        new UserId("caller"),
        new UserId("callee"),
        CallState.Ringing,
        DateTimeOffset.UnixEpoch,
        new Device("device-token", DeviceOs.Ios));

    [Fact]
    public void The_peer_of_the_caller_is_the_callee() => Call.PeerOf(Call.Caller).Should().Be(Call.Callee);

    [Fact]
    public void The_peer_of_the_callee_is_the_caller() => Call.PeerOf(Call.Callee).Should().Be(Call.Caller);

    [Fact]
    public void A_user_is_told_from_another_by_case() =>
        Call.Apply(CallTransition.End, new UserId("CALLER"), out _).IsDone.Should().BeFalse();

    [Fact]
    public void A_step_keeps_the_device_of_the_callee()
    {
        Call.Apply(CallTransition.Accept, Call.Callee, out var next);

        next.CalleeDevice.Should().Be(new Device("device-token", DeviceOs.Ios));
    }

    [Fact]
    public void A_step_leaves_the_session_it_was_taken_from_as_it_was()
    {
        Call.Apply(CallTransition.Accept, Call.Callee, out _);

        Call.State.Should().Be(CallState.Ringing);
    }

    [Fact]
    public void No_step_at_all_is_a_fault_of_the_caller()
    {
        var apply = () => Call.Apply(null!, Call.Caller, out _);

        apply.Should().Throw<ArgumentNullException>();
    }
}
