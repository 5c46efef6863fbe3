using Goring.Application.Connections;
using Goring.Web.Signaling;
using Microsoft.AspNetCore.Http;

namespace Goring.UnitTests.Web.Signaling;

public sealed class HandshakeRequestTests
{
    [Fact]
    public async Task Token_is_not_kept_wherever_it_stood()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = "Bearer a-token";
        context.Request.Headers.SecWebSocketProtocol = "goring, a-token";
        context.Request.QueryString = new("?token=a-token");
        context.Request.Query["token"].ToString().Should().Be("a-token");
        context.Features.Set<TokenReading>(new TokenReading.Refused(TokenFault.Expired));

        await HandshakeRequest.ForgetAsync(context);

        context.Request.Headers.Should().BeEmpty();
        context.Request.QueryString.Value.Should().BeEmpty();
        context.Request.Query.Should().BeEmpty();
        context.Features.Get<TokenReading>().Should().BeNull();
    }
}
