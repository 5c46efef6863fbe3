using Goring.Application.Ice;
using Goring.UnitTests.Support;
using Goring.Web.Configuration;

namespace Goring.UnitTests.Web.Configuration;

public sealed class IceSettingsTests
{
    [Fact]
    public void What_is_unset_hands_out_nothing() =>
        IceSettings.Read(Settings.Reader()).Should().BeEquivalentTo(new IceOptions
        {
            StunUrls = [],
            TurnUrls = [],
            TurnSecrets = [],
            TurnTtl = TimeSpan.FromSeconds(3600),
        });

    [Fact]
    public void What_is_set_is_read()
    {
        const string Turn = "turn:turn.test, turn:turn.test:3478?transport=udp,turns:[::1]:5349?transport=tcp,turn:10.0.0.1";

        var settings = IceSettings.Read(Settings.Reader(
            ("STUN_URLS", "stun:stun.test,stuns:stun.test:5349"),
            ("TURN_URLS", Turn),
            ("TURN_SECRET", "new, old"),
            ("TURN_TTL_SECONDS", "60")));

        settings.Should().BeEquivalentTo(new IceOptions
        {
            StunUrls = ["stun:stun.test", "stuns:stun.test:5349"],
            TurnUrls =
            [
                "turn:turn.test",
                "turn:turn.test:3478?transport=udp",
                "turns:[::1]:5349?transport=tcp",
                "turn:10.0.0.1",
            ],
            TurnSecrets = ["new", "old"],
            TurnTtl = TimeSpan.FromSeconds(60),
        });
    }
}
