using System.Text;
using System.Text.Json.Serialization;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>
/// A message that reads its fields itself binds what the serializer would bind, and nothing that it would refuse. A field whose name
/// has an escape leaves the message to the serializer, and is none of its own.
/// </summary>
public sealed class PlainMessageTests
{
    private const string ForSerializer = @"""\u0078"":0";

    private static readonly FakeClient Client = new(People.Alice, new(null, 0));

    private static readonly string[] Names =
    [
        "session_id", "sdp", "candidate", "sdpMid", "sdpMLineIndex", "usernameFragment", "type", "", "SDP", "session-id",
        @"session\u005fid", @"\u0073dp", @"\ud800",
    ];

    private static readonly string[] Values =
    [
        "\"s-1\"", "\"v=0\\r\\no=- 1 2 IN IP4 0.0.0.0\\r\\n\"", "\"candidate:1 1 udp 1 192.0.2.1 9 typ host\"", "\"0\"", "\"\"",
        "\" \"", "\" x\"", "\"\\n\"", "\"ö\"", "\"\\u0020\"", "\"a\\u0020\"", "\"\\ud800\"", "\"a\\ud800\"", "\"\\ud83d\\ude00\"", "\"a\\\"b\"",
        "0", "-1", "1.5", "1e400", "-1e-400", "null", "true", "false", "{}", "[]", """{"session_id":"inner"}""", """["a",{"b":null}]""",
    ];

    public static TheoryData<string> Types => [.. ClientMessageTable.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_read_is_what_the_serializer_binds(string type)
    {
        var random = new Random(88);
        for (var i = 0; i < 10_000; i++)
        {
            var fields = Fields(random);

            var read = Read(type, fields);

            read.Should().Be(Read(type, [.. fields, ForSerializer]), "of {0}", string.Join(',', fields));
        }
    }

    /// <summary>Of an SDP's text only the end is looked for: what may not stand in one is found all the same.</summary>
    [Fact]
    public void A_description_is_read_as_the_serializer_reads_it_whatever_stands_in_it()
    {
        const string Sdp = @"""v=0\r\no=- 46117 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=msid-semantic: \""WMS\"" \\ \/ \b\f\t""";
        string[] odd = ["\\", "\"", "\n", "\0", "\u001f", "\u007f", "ö", "\\x", "\\u", "\\u00e4", "\\ud800", "/", "\\\\", "{", " "];
        var random = new Random(90);
        for (var i = 0; i < 50_000; i++)
        {
            var sdp = new StringBuilder($"\"sdp\"{(i % 3 == 0 ? " : " : ":")}{Sdp}");
            for (var changes = random.Next(3); changes > 0; changes--)
            {
                sdp.Remove(random.Next(6, sdp.Length), 1).Insert(random.Next(6, sdp.Length + 1), odd[random.Next(odd.Length)]);
            }

            string[] fields = ["\"session_id\":\"s-1\"", sdp.ToString()];

            var read = Read("webrtc.offer", fields);

            read.Should().Be(Read("webrtc.offer", [ForSerializer, .. fields]), "of {0}", sdp);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_field_of_the_message_is_passed_over(string type)
    {
        var fields = Read(type, "").Message!.GetType().GetProperties()
            .Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute), inherit: true))
            .Select(property => property.GetCustomAttributes(typeof(JsonPropertyNameAttribute), inherit: true)
                .Cast<JsonPropertyNameAttribute>().FirstOrDefault()?.Name
                ?? System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        foreach (var field in fields.Where(field => field is not "media" and not "metadata"))
        {
            Read(type, $"\"{field}\":[]").Fault.Should().Contain(field, "no field but those two takes an array");
        }
    }

    [Theory]
    [InlineData("{\"session_id\":\"s-1\"}} x")]
    [InlineData("{\"session_id\":\"s-1\"}}}")]
    [InlineData("{\"session_id\":\"s-1\"}")]
    [InlineData("{\"session_id\":\"s-1\"},}")]
    public void What_stands_behind_the_payload_is_read_as_well(string rest) =>
        Read($$"""{"type":"call.end","payload":{{rest}}""").Fault.Should().Be("the message is not valid JSON");

    /// <summary>Behind a description another reader goes on.</summary>
    [Theory]
    [InlineData("}} x")]
    [InlineData("}}}")]
    [InlineData("}")]
    [InlineData(",}}")]
    [InlineData(" \"x\":1}}")]
    [InlineData("]}")]
    public void What_stands_behind_a_description_is_read_as_well(string rest) =>
        Read($$"""{"type":"webrtc.offer","payload":{"session_id":"s-1","sdp":"v=0\r\n"{{rest}}""").Fault.Should().Be("the message is not valid JSON");

    [Fact]
    public void A_session_behind_a_description_is_the_messages() =>
        Read("""{"type":"webrtc.offer","payload":{"sdp":"v=0\r\n" , "session_id":"s-1"}}""").Message!.SessionIdOrNull.Should().Be("s-1");

    /// <summary>The text of the id is not made anew for each message of a call.</summary>
    [Theory]
    [InlineData("\"s-1\"", "s-1", true)]
    [InlineData("\"s\\u002d1\"", "s-1", false)]
    [InlineData("\"s-2\"", "s-2", false)]
    [InlineData("\"s-\"", "s-", false)]
    [InlineData("\"s-11\"", "s-11", false)]
    [InlineData("\"\"", "", false)]
    public void A_session_that_its_sender_is_in_is_known_by_its_name(string sent, string session, bool isKnown)
    {
        var call = new SessionId(new string("s-1"));
        var client = new FakeClient(People.Alice) { Call = call };

        var read = MessageDispatcher.Read(Encoding.UTF8.GetBytes($$$"""{"type":"call.end","payload":{"session_id":{{{sent}}}}}"""), client);

        read.Message!.SessionIdOrNull.Should().Be(session);
        ReferenceEquals(read.Message.SessionIdOrNull, call.Value).Should().Be(isKnown);
    }

    [Fact]
    public void An_id_behind_the_payload_is_the_messages() =>
        MessageDispatcher.Read(
            """{"type":"call.end","payload":{"session_id":"s-1"},"id":"7"}"""u8.ToArray(), Client).Message!.Id.Should().Be("7");

    [Fact]
    public void What_is_relayed_is_the_payload_and_nothing_behind_it()
    {
        var read = MessageDispatcher.Read(
            """{"type":"webrtc.ice","payload":{"session_id":"s","candidate":"c","x":{"y":[1]}} , "more":1}"""u8.ToArray(), Client);

        Encoding.UTF8.GetString(((IRelayed)read.Message!).Payload.Span)
            .Should().Be("""{"session_id":"s","candidate":"c","x":{"y":[1]}}""");
    }

    private static string[] Fields(Random random) =>
    [
        // Mostly what is usual, so that the one thing that is not meets the rest of a message.
        .. Enumerable.Range(0, random.Next(5)).Select(_ =>
            $"\"{Names[random.Next(random.Next(3) == 0 ? Names.Length : 6)]}\":{Values[random.Next(random.Next(3) == 0 ? Values.Length : 4)]}"),
    ];

    private static (ClientMessage? Message, string? Fault) Read(string type, params string[] fields) =>
        Read($$$"""{"type":"{{{type}}}","payload":{ {{{string.Join(',', fields)}}} }}""");

    private static (ClientMessage? Message, string? Fault) Read(string frame)
    {
        var read = MessageDispatcher.Read(Encoding.UTF8.GetBytes(frame), Client);
        read.Message?.ForgetFrame();
        return (read.Message, read.Fault);
    }
}
