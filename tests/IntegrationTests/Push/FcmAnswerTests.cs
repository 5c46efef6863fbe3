using Goring.Application.Push;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>
/// Every row of Google's table (firebase.google.com, "FCM error codes"), with what becomes of it. A token is given up in
/// the rows that say so and in no other.
/// </summary>
public sealed class FcmAnswerTests(PushBench bench) : IClassFixture<PushBench>
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(7);

    private static readonly Dictionary<string, (ScriptedAnswer Answer, PushAnswer Expected)> Table = new()
    {
        ["accepted"] = (ScriptedAnswer.Usual, new PushAnswer.Delivered()),
        ["404 UNREGISTERED"] = (Fcm.Unregistered, Dead("UNREGISTERED")),
        ["400 that names the token"] = (Fcm.InvalidArgument("message.token"), Dead("INVALID_ARGUMENT")),
        ["403 SENDER_ID_MISMATCH"] = (Fcm.SenderIdMismatch, Dead("SENDER_ID_MISMATCH")),

        ["404 of a wrong project"] = (Fcm.WrongProject, Refused("NOT_FOUND")),
        ["404 of a proxy"] = (Raw(404, "<html>UNREGISTERED</html>"), Refused("Status404")),
        ["404 with the word in the wrong place"] = (Raw(404, """{"error":{"status":"UNREGISTERED"}}"""), Refused("Status404")),
        ["400 that names nothing"] = (Fcm.InvalidArgument(null), Refused("INVALID_ARGUMENT")),
        ["400 that names another field"] = (Fcm.InvalidArgument("message.data[0].value"), Refused("INVALID_ARGUMENT")),
        ["400 that names the token and another field"] = (Raw(400, Violations("message.token", "message.android.ttl")), Refused("INVALID_ARGUMENT")),
        ["400 with UNREGISTERED"] = (Raw(400, Detailed("INVALID_ARGUMENT", "UNREGISTERED")), Refused("UNREGISTERED")),
        ["401 THIRD_PARTY_AUTH_ERROR"] = (Fcm.ThirdPartyAuthError, Refused("THIRD_PARTY_AUTH_ERROR")),
        ["403 PERMISSION_DENIED"] = (Raw(403, """{"error":{"code":403,"status":"PERMISSION_DENIED"}}"""), Refused("PERMISSION_DENIED")),
        ["400 with a word of nobody's"] = (Raw(400, """{"error":{"status":"WHAT\nEVER"}}"""), Refused("Status400")),
        ["400 with other shapes"] = (Raw(400, """{"error":{"status":7,"details":{"errorCode":"UNREGISTERED"}}}"""), Refused("Status400")),
        ["400 with a number"] = (Raw(400, "7"), Refused("Status400")),

        ["429 QUOTA_EXCEEDED"] = (Fcm.QuotaExceeded(), NotNow("QUOTA_EXCEEDED")),
        ["429 with a wait"] = (Fcm.QuotaExceeded(Wait), NotNow("QUOTA_EXCEEDED", Wait)),
        ["500 INTERNAL"] = (Fcm.Internal, NotNow("INTERNAL", mayHaveArrived: true)),
        ["503 UNAVAILABLE"] = (Fcm.Unavailable(), NotNow("UNAVAILABLE")),
        ["503 with a wait"] = (Fcm.Unavailable(Wait), NotNow("UNAVAILABLE", Wait)),
        ["502 in HTML"] = (ScriptedAnswer.BadGateway, NotNow("Status502", mayHaveArrived: true)),
        ["504 of a proxy"] = (Raw(504, ""), NotNow("Status504", mayHaveArrived: true)),
        ["cut before the answer"] = (ScriptedAnswer.CutBeforeAnswer, NotNow("ConnectionLost", mayHaveArrived: true)),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Answer_becomes(string row)
    {
        var (answer, expected) = Table[row];
        using var gateway = bench.Fcm();
        var phone = PushBench.AndroidPhone();
        bench.Sandbox.Script.ForDevice(phone.Token, answer);

        (await gateway.SendAsync(phone, PushBench.Ring(), default)).Should().Be(expected);

        bench.PushesTo(phone).Should().ContainSingle("only a refused access token is worth another request at once");
    }

    [Fact]
    public async Task Refused_access_token_is_replaced_once()
    {
        using var gateway = bench.Fcm();
        var phone = PushBench.AndroidPhone();
        bench.Sandbox.Script.ForDevice(phone.Token, Fcm.Unauthenticated, ScriptedAnswer.Usual);

        (await gateway.SendAsync(phone, PushBench.Ring(), default)).Should().Be(new PushAnswer.Delivered());

        var pushes = bench.PushesTo(phone);
        pushes.Select(push => push.Status).Should().Equal(401, 200);
        pushes[1].Headers["authorization"].Should().NotBe(pushes[0].Headers["authorization"]);
    }

    [Fact]
    public async Task Access_token_that_is_refused_however_new_it_is_is_an_operators_matter()
    {
        await using var own = await PushBench.StartAsync();
        using var gateway = own.Fcm();
        var (one, other) = (PushBench.AndroidPhone(), PushBench.AndroidPhone());
        own.Sandbox.Script.ForDevice(one.Token, Fcm.Unauthenticated);
        own.Sandbox.Script.ForDevice(other.Token, Fcm.Unauthenticated);

        (await gateway.SendAsync(one, PushBench.Ring(), default)).Should().Be(Refused("UNAUTHENTICATED"));
        (await gateway.SendAsync(other, PushBench.Ring(), default)).Should().Be(Refused("UNAUTHENTICATED"));

        own.PushesTo(one).Should().HaveCount(2);
        own.PushesTo(other).Should().ContainSingle();
        own.Sandbox.TokenRequests.Should().Be(2, "the third would be refused as well");
    }

    private static string Violations(params string[] fields) =>
        $$$"""{"error":{"status":"INVALID_ARGUMENT","details":[{"fieldViolations":[{{{string.Join(',', fields.Select(field => $$"""{"field":"{{field}}"}"""))}}}]}]}}""";

    private static string Detailed(string status, string code) =>
        $$$"""{"error":{"status":"{{{status}}}","details":[{"errorCode":"{{{code}}}"}] } }""";

    private static PushAnswer.DeadToken Dead(string reason) => new(reason);

    private static PushAnswer.Refused Refused(string reason) => new(reason);

    private static PushAnswer.NotNow NotNow(string reason, TimeSpan? wait = null, bool mayHaveArrived = false) =>
        new(reason, wait, mayHaveArrived);

    private static ScriptedAnswer Raw(int status, string body) => new() { Status = status, Body = body };
}
