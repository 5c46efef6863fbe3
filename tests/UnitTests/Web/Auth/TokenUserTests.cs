using System.Text;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Microsoft.AspNetCore.Http;

namespace Goring.UnitTests.Web.Auth;

public sealed class TokenUserTests
{
    [Fact]
    public void The_profile_is_read_with_the_user() =>
        Read("""{"hash":"u","name":"N","username":"n","image_profile":"i","user_type":1,"is_admin":true}""")
            .Should().Be(new User(new UserId("u"), "N", "n", "i"));

    [Fact]
    public void The_profile_may_be_missing() => Read("""{"hash":"u"}""").Should().Be(new User(new UserId("u")));

    [Fact]
    public void What_is_empty_in_a_profile_is_left_out() =>
        Read("""{"hash":"u","name":"","username":null,"image_profile":""}""").Should().Be(new User(new UserId("u")));

    [Fact]
    public void What_is_no_text_in_a_profile_is_left_out() =>
        Read("""{"hash":"u","name":1,"username":["n"],"image_profile":{"url":"i"}}""")
            .Should().Be(new User(new UserId("u")));

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Hash":"u","sub":"u"}""")]
    [InlineData("""{"hash":null}""")]
    [InlineData("""{"hash":""}""")]
    [InlineData("""{"hash":"  "}""")]
    [InlineData("""{"hash":42}""")]
    [InlineData("""{"hash":4.2}""")]
    [InlineData("""{"hash":true}""")]
    [InlineData("""{"hash":["u"]}""")]
    [InlineData("""{"hash":["u","v"]}""")]
    [InlineData("""{"hash":[]}""")]
    [InlineData("""{"hash":{"id":"u"}}""")]
    [InlineData("""{"hash":"\ud800"}""")]
    [InlineData("""{"hash":"u","hash":"v"}""")]
    [InlineData("""["hash","u"]""")]
    [InlineData("no JSON")]
    public void A_token_without_a_text_that_names_a_user_is_nobodys(string payload) => Read(payload).Should().BeNull();

    [Theory]
    [InlineData("2024-01-02T03:04:05Z")]
    [InlineData("/Date(1234656000000)/")]
    public void What_looks_like_a_date_is_text(string text) =>
        Read($$"""{"hash":"{{text}}","name":"{{text}}"}""").Should().Be(new User(new UserId(text), text));

    [Fact]
    public void An_id_may_have_256_characters() =>
        Read($$"""{"hash":"{{new string('u', 256)}}"}""")!.Id.Value.Should().HaveLength(256);

    [Fact]
    public void An_id_of_257_characters_is_nobodys() =>
        Read($$"""{"hash":"{{new string('u', 257)}}"}""").Should().BeNull();

    [Fact]
    public void A_request_that_was_let_in_has_its_user()
    {
        var context = new DefaultHttpContext();
        var user = new User(new UserId("u"));
        context.Features.Set(user);

        TokenUser.Of(context).Should().BeSameAs(user);
    }

    [Fact]
    public void A_request_that_was_not_let_in_has_none()
    {
        var of = () => TokenUser.Of(new DefaultHttpContext());

        of.Should().Throw<InvalidOperationException>();
    }

    private static User? Read(string payload) =>
        CompactToken.TryParseObject(Encoding.UTF8.GetBytes(payload)) is { } claims ? TokenUser.Read(claims) : null;
}
