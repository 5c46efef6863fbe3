using System.Net;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Auth;

/// <summary>Every row of <see cref="TokenTable"/>, at the handshake and at <c>auth.refresh</c> alike.</summary>
public sealed class TokenTableTests(KeyedServers keys) : IClassFixture<KeyedServers>
{
    public static TheoryData<string> Tokens => [.. TokenTable.Rows.Keys];

    [Fact]
    public void There_are_more_than_forty() => TokenTable.Rows.Count.Should().BeGreaterThan(40);

    [Theory]
    [MemberData(nameof(Tokens))]
    public async Task Token_has_its_answer(string name)
    {
        var (server, answer, make) = TokenTable.Rows[name];
        var token = make(keys);

        using var response = await Handshake.UpgradeWithAsync(keys[server], token);

        if (answer is null)
        {
            response.ShouldUpgrade();
            return;
        }

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, token, Harness.Tokens.Secret);
        ((string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]).Should().Be(answer);
        response.Headers.WwwAuthenticate.ToString().Should().StartWith("Bearer");
    }
}
