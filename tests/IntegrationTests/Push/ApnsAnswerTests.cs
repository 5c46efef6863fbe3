using Goring.Application.Push;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>
/// Every row of Apple's table ("Handling notification responses from APNs"), with what becomes of it. A token is given
/// up in the rows that say so and in no other.
/// </summary>
public sealed class ApnsAnswerTests(PushBench bench) : IClassFixture<PushBench>
{
    private static readonly DateTimeOffset Gone = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly Dictionary<string, (ScriptedAnswer Answer, PushAnswer Expected)> Table = new()
    {
        ["accepted"] = (ScriptedAnswer.Usual, new PushAnswer.Delivered()),
        ["400 BadDeviceToken"] = (Apns.BadDeviceToken, Dead("BadDeviceToken")),
        ["400 DeviceTokenNotForTopic"] = (Apns.DeviceTokenNotForTopic, Dead("DeviceTokenNotForTopic")),
        ["410 Unregistered"] = (Apns.Unregistered(Gone), Dead("Unregistered", Gone)),
        ["410 ExpiredToken"] = (Apns.ExpiredToken(Gone), Dead("ExpiredToken", Gone)),
        ["410 without a time"] = (Of(410, "Unregistered"), Dead("Unregistered")),
        ["410 of the year 55000"] = (Raw(410, """{"reason":"Unregistered","timestamp":1893553445678000}"""), Dead("Unregistered")),

        ["400 BadTopic"] = (Apns.BadTopic, Refused("BadTopic")),
        ["400 MissingTopic"] = (Apns.MissingTopic, Refused("MissingTopic")),
        ["400 TopicDisallowed"] = (Apns.TopicDisallowed, Refused("TopicDisallowed")),
        ["400 InvalidPushType"] = (Apns.InvalidPushType, Refused("InvalidPushType")),
        ["400 BadPriority"] = (Apns.BadPriority, Refused("BadPriority")),
        ["400 BadExpirationDate"] = (Apns.BadExpirationDate, Refused("BadExpirationDate")),
        ["400 BadMessageId"] = (Apns.BadMessageId, Refused("BadMessageId")),
        ["400 BadCollapseId"] = (Apns.BadCollapseId, Refused("BadCollapseId")),
        ["400 DuplicateHeaders"] = (Apns.DuplicateHeaders, Refused("DuplicateHeaders")),
        ["400 PayloadEmpty"] = (Apns.PayloadEmpty, Refused("PayloadEmpty")),
        ["400 MissingDeviceToken"] = (Apns.MissingDeviceToken, Refused("MissingDeviceToken")),
        ["403 InvalidProviderToken"] = (Apns.InvalidProviderToken, Refused("InvalidProviderToken")),
        ["403 MissingProviderToken"] = (Apns.MissingProviderToken, Refused("MissingProviderToken")),
        ["403 BadEnvironmentKeyIdInToken"] = (Apns.BadEnvironmentKeyIdInToken, Refused("BadEnvironmentKeyIdInToken")),
        ["403 BadEnvironmentKeyInToken"] = (Of(403, "BadEnvironmentKeyInToken"), Refused("BadEnvironmentKeyInToken")),
        ["403 UnrelatedKeyIdInToken"] = (Apns.UnrelatedKeyIdInToken, Refused("UnrelatedKeyIdInToken")),
        ["403 BadCertificate"] = (Apns.BadCertificate, Refused("BadCertificate")),
        ["403 BadCertificateEnvironment"] = (Apns.BadCertificateEnvironment, Refused("BadCertificateEnvironment")),
        ["403 Forbidden"] = (Apns.Forbidden, Refused("Forbidden")),
        ["404 BadPath"] = (Apns.BadPath, Refused("BadPath")),
        ["405 MethodNotAllowed"] = (Apns.MethodNotAllowed, Refused("MethodNotAllowed")),
        ["413 PayloadTooLarge"] = (Apns.PayloadTooLarge, Refused("PayloadTooLarge")),

        ["400 IdleTimeout"] = (Apns.IdleTimeout, NotNow("IdleTimeout")),
        ["429 TooManyRequests"] = (Apns.TooManyRequests, NotNow("TooManyRequests")),
        ["429 TooManyProviderTokenUpdates"] = (Apns.TooManyProviderTokenUpdates, NotNow("TooManyProviderTokenUpdates")),
        ["429 with a wait"] = (
            Apns.TooManyRequests with { RetryAfter = TimeSpan.FromSeconds(7) },
            NotNow("TooManyRequests", wait: TimeSpan.FromSeconds(7))),
        ["500 InternalServerError"] = (Apns.InternalServerError, NotNow("InternalServerError", mayHaveArrived: true)),
        ["503 ServiceUnavailable"] = (Apns.ServiceUnavailable, NotNow("ServiceUnavailable")),
        ["503 Shutdown"] = (Apns.Shutdown, NotNow("Shutdown")),

        ["502 in HTML"] = (ScriptedAnswer.BadGateway, NotNow("Status502", mayHaveArrived: true)),
        ["504 of a proxy"] = (Raw(504, ""), NotNow("Status504", mayHaveArrived: true)),
        ["410 of a proxy"] = (Raw(410, "<html>gone</html>"), Refused("Status410")),
        ["410 with the word of another row"] = (Of(410, "BadDeviceToken"), Refused("BadDeviceToken")),
        ["400 with the word of another row"] = (Of(400, "Unregistered"), Refused("Unregistered")),
        ["400 with a word of nobody's"] = (Of(400, "Some\nthing else"), Refused("Status400")),
        ["400 without a word"] = (Raw(400, "{}"), Refused("Status400")),
        ["400 with an array"] = (Raw(400, "[1]"), Refused("Status400")),
        ["400 with more than anybody reads"] = (Raw(400, $$"""{"reason":"{{new string('x', 9000)}}"}"""), Refused("Status400")),
        ["redirect"] = (Raw(308, ""), Refused("Status308")),
        ["cut before the answer"] = (ScriptedAnswer.CutBeforeAnswer, NotNow("ConnectionLost", mayHaveArrived: true)),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Answer_becomes(string row)
    {
        var (answer, expected) = Table[row];
        using var gateway = bench.Apns();
        var phone = PushBench.IPhone();
        bench.Sandbox.Script.ForDevice(phone.Token, answer);

        (await gateway.SendAsync(phone, PushBench.Ring(), default)).Should().Be(expected);

        bench.PushesTo(phone).Should().ContainSingle("only an expired provider token is worth another request at once");
    }

    [Fact]
    public async Task Expired_provider_token_is_made_anew_once()
    {
        using var gateway = bench.Apns();
        var phone = PushBench.IPhone();
        bench.Sandbox.Script.ForDevice(phone.Token, Apns.ExpiredProviderToken, ScriptedAnswer.Usual);

        (await gateway.SendAsync(phone, PushBench.Ring(), default)).Should().Be(new PushAnswer.Delivered());

        var pushes = bench.PushesTo(phone);
        pushes.Select(push => push.Status).Should().Equal(403, 200);
        pushes[1].Headers["authorization"].Should().NotBe(pushes[0].Headers["authorization"]);
        pushes[1].Headers["apns-id"].Should().Be(pushes[0].Headers["apns-id"]);
    }

    [Fact]
    public async Task Provider_token_that_is_expired_however_new_it_is_is_an_operators_matter()
    {
        using var gateway = bench.Apns();
        var (one, other) = (PushBench.IPhone(), PushBench.IPhone());
        bench.Sandbox.Script.ForDevice(one.Token, Apns.ExpiredProviderToken);
        bench.Sandbox.Script.ForDevice(other.Token, Apns.ExpiredProviderToken);

        (await gateway.SendAsync(one, PushBench.Ring(), default)).Should().Be(Refused("ExpiredProviderToken"));
        (await gateway.SendAsync(other, PushBench.Ring(), default)).Should().Be(Refused("ExpiredProviderToken"));

        bench.PushesTo(one).Should().HaveCount(2);
        bench.PushesTo(other).Should().ContainSingle("another token would earn nothing but 429");
    }

    [Fact]
    public async Task Ring_that_ends_meanwhile_gets_no_second_request()
    {
        var phone = PushBench.IPhone();
        var time = new TestTime { HourHasPassed = () => bench.PushesTo(phone).Count > 0 };
        using var gateway = bench.Apns(time: time);
        bench.Sandbox.Script.ForDevice(phone.Token, Apns.ExpiredProviderToken, ScriptedAnswer.Usual);

        (await gateway.SendAsync(phone, PushBench.Ring(time.GetUtcNow()), default))
            .Should().Be(Refused("ExpiredProviderToken"));

        bench.PushesTo(phone).Should().ContainSingle();
    }

    private static PushAnswer.DeadToken Dead(string reason, DateTimeOffset? since = null) => new(reason, since);

    private static PushAnswer.Refused Refused(string reason) => new(reason);

    private static PushAnswer.NotNow NotNow(string reason, TimeSpan? wait = null, bool mayHaveArrived = false) =>
        new(reason, wait, mayHaveArrived);

    private static ScriptedAnswer Of(int status, string reason) => new() { Status = status, Reason = reason };

    private static ScriptedAnswer Raw(int status, string body) => new() { Status = status, Body = body };
}
