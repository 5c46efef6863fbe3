using System.Text;
using System.Text.Json.Nodes;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using Goring.Infrastructure.Push;
using Goring.Infrastructure.Push.Apns;
using Goring.Infrastructure.Push.Fcm;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Infrastructure.Push;

/// <summary>What goes first where a push is larger than its service takes: metadata, picture, ends of names.</summary>
public sealed class FittedMessageTests
{
    private static readonly User Caller = new(new UserId("user-1"), "Ada", "ada_1", "https://img.test/ada.png");

    [Theory]
    [InlineData(3700, true, true)]
    [InlineData(3900, false, true)]
    public void Apns_drops_metadata_that_does_not_fit(int metadata, bool kept, bool picture)
    {
        // 5120 bytes less what 1,200 bytes of picture leave.
        var caller = Caller with { ImageProfile = new string('p', 1100) };

        var body = Apns(Message(caller, new string('m', metadata)));

        body.ContainsKey("metadata").Should().Be(kept);
        (body["caller_image"]!.GetValue<string>().Length > 0).Should().Be(picture);
        body["callerName"]!.GetValue<string>().Should().Be("Ada");
    }

    [Fact]
    public void Apns_drops_the_picture_next()
    {
        var body = Apns(Message(Caller with { ImageProfile = new string('p', 5000) }, "m"));

        body.ContainsKey("metadata").Should().BeFalse();
        body["caller_image"]!.GetValue<string>().Should().BeEmpty();
        body["callerName"]!.GetValue<string>().Should().Be("Ada");
        body["caller_username"]!.GetValue<string>().Should().Be("ada_1");
    }

    [Fact]
    public void Apns_cuts_the_names_last_and_never_the_rest()
    {
        var message = Message(Caller with { Name = new string('n', 9000), Username = new string('u', 9000) }, "m");

        var body = Apns(message);

        var name = body["callerName"]!.GetValue<string>();
        name.Should().MatchRegex("^n+$");
        body["handle"]!.GetValue<string>().Should().Be(name);
        body["caller_username"]!.GetValue<string>().Should().MatchRegex("^u+$");
        body["session_id"]!.GetValue<string>().Should().Be(message.Session.Value);
        body["ring_token"]!.GetValue<string>().Should().Be(message.RingToken);
    }

    [Theory]
    [InlineData("\u0001")]
    [InlineData("\\\"")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("e\u0301")]
    [InlineData("\ud83d")]
    public void Limits_hold_for_letters_that_take_more_room_in_json(string letter)
    {
        var name = string.Concat(Enumerable.Repeat(letter, 3000));
        var message = Message(Caller with { Name = name, Username = name, ImageProfile = name }, name);

        ApnsPayload.Write(message)!.Length.Should().BeLessThanOrEqualTo(5120);
        Bytes(FcmPayload.DataOf(message)!).Should().BeLessThanOrEqualTo(4096);
    }

    [Fact]
    public void Fcm_drops_in_the_same_order()
    {
        Keys(Message(Caller, new string('m', 3500))).Should().Contain("metadata");

        var withoutMetadata = FcmPayload.DataOf(Message(Caller, new string('m', 4000)))!;
        withoutMetadata.Keys.Should().NotContain("metadata");
        withoutMetadata["caller_image"].Should().Be(Caller.ImageProfile);

        var withoutPicture = FcmPayload.DataOf(Message(Caller with { ImageProfile = new string('p', 4000) }, "m"))!;
        withoutPicture["caller_image"].Should().BeEmpty();
        withoutPicture["caller_name"].Should().Be("Ada");

        var cut = FcmPayload.DataOf(Message(Caller with { Name = new string('n', 4000) }, "m"))!;
        cut["caller_name"].Should().MatchRegex("^n+$");
        cut["caller_username"].Should().Be("ada_1");
    }

    [Fact]
    public void Push_that_fits_nowhere_is_not_written()
    {
        var message = Message(Caller, "m") with { RingToken = new string('t', 6000) };

        ApnsPayload.Write(message).Should().BeNull();
        FcmPayload.DataOf(message).Should().BeNull();
    }

    [Theory]
    [InlineData("short", 5, "short")]
    [InlineData("short", 4, "shor")]
    [InlineData("ab👩‍👩‍👧‍👦", 10, "ab")]
    [InlineData("xe\u0301", 3, "x")]
    [InlineData("語語", 5, "語")]
    [InlineData("any", 0, "")]
    public void What_a_reader_sees_as_one_letter_is_not_cut(string text, int bytes, string start) =>
        FittedMessage.Cut(text, bytes).Should().Be(start);

    private static JsonObject Apns(PushMessage message)
    {
        var body = ApnsPayload.Write(message)!;
        body.Length.Should().BeLessThanOrEqualTo(5120);
        return JsonNode.Parse(body)!.AsObject();
    }

    private static IEnumerable<string> Keys(PushMessage message) => FcmPayload.DataOf(message)!.Keys;

    private static int Bytes(IReadOnlyDictionary<string, string> data) =>
        data.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));

    private static PushMessage Message(User caller, string metadata) => new(
        PushKind.IncomingCall,
        new SessionId("session-1"),
        caller,
        ManualTime.Start,
        ManualTime.Start + TimeSpan.FromSeconds(60),
        "ring-token",
        "video",
        new JsonObject { ["text"] = metadata }.ToJsonString());
}
