using Goring.Application.Rooms;
using Goring.UnitTests.Support;
using Goring.Web.Configuration;
using Goring.Web.Rooms;

namespace Goring.UnitTests.Web.Rooms;

public sealed class RoomSettingsTests
{
    [Fact]
    public void In_development_anybody_may_come_to_a_room_of_16() =>
        GoringSettings.Read(Settings.Of(), Settings.Development).Rooms
            .Should().Be(new RoomSettings(Anonymous: true, new RoomOptions(16)));

    [Fact]
    public void Elsewhere_a_token_is_asked_for() =>
        GoringSettings.Read(Settings.Of(("JWT_SECRET", "sixteen-bytes-ok")), Settings.Production).Rooms
            .Anonymous.Should().BeFalse();

    [Fact]
    public void What_is_set_is_read() =>
        RoomSettings.Read(Settings.Reader(("ROOMS_ANONYMOUS", "true"), ("ROOM_MAX_MEMBERS", "2")), Settings.Production)
            .Should().Be(new RoomSettings(Anonymous: true, new RoomOptions(2)));

    [Fact]
    public void Clients_are_pinged_every_30_seconds() =>
        RoomSettings.Read(Settings.Reader(), Settings.Production).PingInterval.Should().Be(TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData("ROOM_MAX_MEMBERS", "1", "wants a whole number from 2 to 256")]
    [InlineData("ROOM_MAX_MEMBERS", "257", "wants a whole number from 2 to 256")]
    [InlineData("ROOM_MAX_MEMBERS", "many", "wants a whole number from 2 to 256")]
    [InlineData("ROOMS_ANONYMOUS", "perhaps", "wants true or false")]
    public void A_wrong_variable_is_named(string name, string value, string wants)
    {
        var read = () => GoringSettings.Read(Settings.Of((name, value)), Settings.Development);

        read.Should().Throw<SettingException>().WithMessage($"{name}: {wants}");
    }
}
