using Goring.Application.Connections;
using Goring.Application.Ice;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Ice;

public sealed class AskIceServersTests
{
    private const string Ask = """{"type":"ice.servers","id":"i","payload":{}}""";

    private static readonly ResumeRequest Anew = new(null, -1);

    [Fact]
    public async Task Stun_needs_no_credential_and_turn_has_the_users_own()
    {
        using var server = new InMemoryServer
        {
            Ice = new IceOptions
            {
                StunUrls = ["stun:stun.test"],
                TurnUrls = ["turn:turn.test:3478?transport=udp", "turns:turn.test:5349?transport=tcp"],
                TurnSecrets = ["north"],
                TurnTtl = TimeSpan.FromSeconds(600),
            },
        };

        var answer = await AskAsync(server, Ask);

        // ManualTime begins at 1893456000. Computed with openssl dgst -sha1 -hmac north.
        answer.Should().Be(
            """{"type":"ice.servers","id":"i","payload":{"ice_servers":[{"urls":["stun:stun.test"]},"""
            + """{"urls":["turn:turn.test:3478?transport=udp","turns:turn.test:5349?transport=tcp"]"""
            + ""","username":"1893456600:alice","credential":"9EReEo19iw4tt/GMGoGco32FOSo="}],"ttl_seconds":600}}""");
    }

    [Theory]
    [InlineData(Ask)]
    [InlineData("""{"type":"ice.servers","id":"i"}""")]
    public async Task Where_none_is_configured_the_list_is_empty(string ask)
    {
        using var server = new InMemoryServer();

        var answer = await AskAsync(server, ask);

        answer.Should().Be("""{"type":"ice.servers","id":"i","payload":{"ice_servers":[],"ttl_seconds":3600}}""");
    }

    [Fact]
    public async Task A_client_of_the_base_protocol_does_not_know_it()
    {
        using var server = new InMemoryServer();
        var alice = await server.ConnectAsync(People.Alice);

        var error = await server.SendAsync(alice, Ask);

        error.Should().Be(ErrorCode.InvalidMessage);
    }

    private static async Task<string> AskAsync(InMemoryServer server, string frame)
    {
        var alice = await server.ConnectAsync(People.Alice, Anew);
        _ = alice.Take();
        await server.SendAsync(alice, frame);
        return alice.Take().Single();
    }
}
