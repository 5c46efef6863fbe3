using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Devices;

namespace Goring.UnitTests.Application.Protocol;

public sealed class CallNamesTests
{
    [Theory]
    [InlineData(CallState.Ringing, "ringing")]
    [InlineData(CallState.Accepted, "accepted")]
    [InlineData(CallState.Rejected, "rejected")]
    [InlineData(CallState.Ended, "ended")]
    public void A_state_has_one_word_both_ways(CallState state, string word)
    {
        CallNames.ToWire(state).Should().Be(word);
        CallNames.ParseState(word).Should().Be(state);
    }

    [Theory]
    [InlineData(EndReason.EndedByUser, "ended_by_user")]
    [InlineData(EndReason.PeerDisconnected, "peer_disconnected")]
    [InlineData(EndReason.NoAnswer, "no_answer")]
    public void A_reason_has_one_word(EndReason reason, string word) => CallNames.ToWire(reason).Should().Be(word);

    [Theory]
    [InlineData(DeviceOs.Android, "android")]
    [InlineData(DeviceOs.Ios, "ios")]
    public void A_system_has_one_word_both_ways(DeviceOs os, string word)
    {
        CallNames.ToWire(os).Should().Be(word);
        CallNames.ParseOs(word).Should().Be(os);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Ringing")]
    [InlineData("0")]
    public void A_word_of_nobodys_is_nothing(string? word)
    {
        CallNames.ParseState(word).Should().BeNull();
        CallNames.ParseOs(word).Should().BeNull();
    }

    [Fact]
    public void Every_value_has_a_word()
    {
        Enum.GetValues<CallState>().Select(CallNames.ToWire).Should().OnlyHaveUniqueItems();
        Enum.GetValues<EndReason>().Select(CallNames.ToWire).Should().OnlyHaveUniqueItems();
        Enum.GetValues<DeviceOs>().Select(CallNames.ToWire).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void What_is_outside_of_its_set_has_no_word()
    {
        Action[] all =
        [
            () => CallNames.ToWire((CallState)99), () => CallNames.ToWire((EndReason)99), () => CallNames.ToWire((DeviceOs)99),
        ];

        all.Should().AllSatisfy(spell => spell.Should().Throw<ArgumentOutOfRangeException>());
    }
}
