using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Results;
using Goring.Application.Protocol;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>What a glance lets through, the validator would have let through.</summary>
public sealed class SoundMessageTests
{
    private static readonly JsonSerializerOptions WithoutNulls =
        new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly string?[] Texts =
    [
        null, "", " ", "\t\n", "\u00a0", "\u2003", "a", "7b9d", "candidate:1 1 udp 1 192.0.2.1 1 typ host", "v=0",
        " leading", "é", "\\u0020", new('a', 128), new('a', 129), new(' ', 200),
    ];

    [Fact]
    public void Message_that_looks_sound_is_valid()
    {
        using var server = new InMemoryServer();
        var seen = 0;
        var client = new FakeClient(People.Alice);
        foreach (var type in new[] { "webrtc.offer", "webrtc.answer", "webrtc.ice", "call.accept", "call.reject", "call.end", "call.check", "call.start" })
        {
            foreach (var session in Texts)
            {
                foreach (var text in Texts)
                {
                    var frame = FrameOf(type, session, text);
                    var message = MessageDispatcher.Read(Encoding.UTF8.GetBytes(frame), client).Message;
                    if (message is { IsPlainlySound: true })
                    {
                        seen++;
                        Validate(server, message).IsValid.Should().BeTrue(frame);
                    }
                }
            }
        }

        seen.Should().BePositive("a glance is enough for some");
    }

    [Theory]
    [InlineData("webrtc.offer", "sdp")]
    [InlineData("webrtc.ice", "candidate")]
    public void Usual_relay_needs_no_validator(string type, string field)
    {
        var frame = $$$"""{"type":"{{{type}}}","payload":{"session_id":"0e3a","{{{field}}}":"v=0"}}""";

        MessageDispatcher.Read(Encoding.UTF8.GetBytes(frame), new FakeClient(People.Alice))
            .Message!.IsPlainlySound.Should().BeTrue();
    }

    private static ValidationResult Validate(InMemoryServer server, ClientMessage message)
    {
        var get = typeof(InMemoryServer).GetMethod(nameof(InMemoryServer.Get), BindingFlags.Public | BindingFlags.Instance)!;
        var validator = (IValidator)get
            .MakeGenericMethod(typeof(IValidator<>).MakeGenericType(message.GetType())).Invoke(server, null)!;
        var context = Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(message.GetType()), message)!;
        return validator.Validate((IValidationContext)context);
    }

    private static string FrameOf(string type, string? session, string? text) => JsonSerializer.Serialize(
        new { type, payload = new { session_id = session, callee_id = session, callee_os = text, sdp = text, candidate = text } },
        WithoutNulls);
}
