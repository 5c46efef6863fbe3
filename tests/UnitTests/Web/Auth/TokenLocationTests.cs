using Goring.Web.Auth;
using Microsoft.AspNetCore.Http;

namespace Goring.UnitTests.Web.Auth;

/// <summary>Authorization, then a subprotocol, then the query.</summary>
public sealed class TokenLocationTests
{
    [Fact]
    public void The_header_comes_first() =>
        Find("Bearer header", "goring, bearer.protocol", "?token=query").Should().Be("header");

    [Fact]
    public void The_subprotocol_comes_second() =>
        Find(null, "goring, bearer.protocol", "?token=query").Should().Be("protocol");

    [Fact]
    public void The_query_comes_last() => Find(null, "goring", "?token=query").Should().Be("query");

    [Fact]
    public void Nowhere_is_no_token() => Find(null, null, "").Should().BeNull();

    [Theory]
    [InlineData("bearer header")]
    [InlineData("BEARER header")]
    [InlineData("Bearer   header ")]
    public void The_scheme_may_be_written_as_one_likes(string authorization) =>
        Find(authorization, null, "?token=query").Should().Be("header");

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearerheader")]
    public void Another_scheme_is_passed_over(string authorization) =>
        Find(authorization, null, "?token=query").Should().Be("query");

    [Fact]
    public void A_token_in_a_subprotocol_may_hold_dots() =>
        Find(null, "bearer.aaa.bbb.ccc", "").Should().Be("aaa.bbb.ccc");

    [Fact]
    public void A_subprotocol_is_told_by_its_case() => Find(null, "Bearer.aaa", "").Should().BeNull();

    private static string? Find(string? authorization, string? protocols, string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.Authorization = authorization;
        context.Request.Headers.SecWebSocketProtocol = protocols;
        return TokenLocation.Find(context);
    }
}
