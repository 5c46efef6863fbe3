using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Goring.Infrastructure.Push.Apns;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Infrastructure.Push;

/// <summary>Apple refuses a token over an hour old, and one made sooner than 20 minutes after the last.</summary>
public sealed class ProviderTokenTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ProviderToken _token;

    public ProviderTokenTests() => _token = new(new("KEY1234567", "TEAM123456", _key), _time);

    [Fact]
    public void Token_is_an_es256_jwt_with_these_fields_and_no_others()
    {
        var parts = _token.Current().Split('.');

        parts.Should().HaveCount(3);
        Text(parts[0]).Should().Be("""{"alg":"ES256","kid":"KEY1234567"}""");
        Text(parts[1]).Should().Be($$"""{"iss":"TEAM123456","iat":{{ManualTime.Start.ToUnixTimeSeconds()}}}""");
        _key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256).Should().BeTrue();
    }

    [Fact]
    public void Token_is_renewed_between_20_and_60_minutes()
    {
        var made = new List<TimeSpan>();
        var last = "";
        for (var minute = 0; minute <= 300; minute++)
        {
            if (_token.Current() != last)
            {
                last = _token.Current();
                made.Add(TimeSpan.FromMinutes(minute));
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        made.Should().Equal(
            new[] { 0, 50, 100, 150, 200, 250, 300 }.Select(minutes => TimeSpan.FromMinutes(minutes)));
    }

    [Fact]
    public void All_who_ask_at_once_get_the_same()
    {
        using var together = new Barrier(8);
        var tokens = new string[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(10));
            tokens[i] = _token.Current();
        })).ToArray();

        Array.ForEach(threads, thread => thread.Start());
        foreach (var thread in threads)
        {
            thread.Join(TimeSpan.FromSeconds(10)).Should().BeTrue();
        }

        tokens.Distinct().Should().ContainSingle();
    }

    [Fact]
    public void Expired_one_is_replaced_once_for_all_who_hear_of_it()
    {
        var expired = _token.Current();

        _token.TryReplace(expired).Should().BeTrue();
        var replacement = _token.Current();
        _token.TryReplace(expired).Should().BeTrue("another already had it replaced");

        replacement.Should().NotBe(expired);
        _token.Current().Should().Be(replacement);
    }

    [Fact]
    public void Replacement_that_is_refused_stays_for_20_minutes()
    {
        _token.TryReplace(_token.Current());
        var replacement = _token.Current();

        _time.Advance(TimeSpan.FromMinutes(19));
        _token.TryReplace(replacement).Should().BeFalse("the clock is wrong, not the token old");
        _token.Current().Should().Be(replacement);

        _time.Advance(TimeSpan.FromMinutes(1));
        _token.TryReplace(replacement).Should().BeTrue();
        _token.Current().Should().NotBe(replacement);
    }

    [Fact]
    public void Clock_that_was_set_back_leaves_no_token_of_the_future()
    {
        var future = _token.Current();

        _time.Advance(TimeSpan.FromMinutes(-4));
        _token.Current().Should().Be(future, "clocks differ by a little");

        _time.Advance(TimeSpan.FromMinutes(-2));
        _token.Current().Should().NotBe(future);
    }

    public void Dispose() => _key.Dispose();

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
