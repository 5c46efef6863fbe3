using System.Text;
using Goring.Application.Connections;
using Goring.Application.Telemetry;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Telemetry;

/// <summary>What is counted, with which tags, while somebody listens.</summary>
public sealed class MeasurementTests : IDisposable
{
    private readonly MeasuredServer _measured = new();

    private InMemoryServer Server => _measured.Server;

    [Theory]
    [InlineData("""{"type":"call.ring","payload":{}}""", "call.ring")]
    [InlineData("""{"seq":12,"type":"webrtc.ice","payload":{}}""", "webrtc.ice")]
    [InlineData("""{"type":"join-ok","payload":{}}""", "unknown")]
    [InlineData("""{"payload":{},"type":"call.ring"}""", "unknown")]
    [InlineData("""{"type":"a-type-that-is-longer-than-any-of-the-tables-is"}""", "unknown")]
    [InlineData("""{"type":"no end""", "unknown")]
    [InlineData("""{"seq":12""", "unknown")]
    [InlineData("""{"type":""}""", "unknown")]
    [InlineData("", "unknown")]
    public void Written_frame_is_counted_by_its_type(string frame, string type)
    {
        Server.Get<MessageMetrics>().Sent(Encoding.UTF8.GetBytes(frame));

        _measured.Of("goring.messages.sent").Should().Equal(new Dictionary<string, double> { [$"type={type}"] = 1 });
    }

    [Fact]
    public async Task Messages_are_counted_by_type_and_result_and_errors_by_code()
    {
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        var alice = await Server.ConnectAsync(People.Alice);
        await Server.SendAsync(alice, """{"type":"call.check","payload":{"session_id":"none"}}""");
        await Server.SendAsync(alice, Frames.Start("nobody"));
        await Server.SendAsync(alice, """{"type":"no.such"}""");
        Server.Get<MessageMetrics>().Refused(ErrorCode.RateLimited, alice);

        _measured.Of("goring.messages.received").Should().Equal(new Dictionary<string, double>
        {
            ["type=call.check,result=ok,endpoint=calls"] = 1,
            ["type=call.start,result=user_offline,endpoint=calls"] = 1,
            ["type=unknown,result=invalid_message,endpoint=calls"] = 1,
            ["type=unheard,result=rate_limited,endpoint=calls"] = 1,
        });
        _measured.Of("goring.errors").Should().Equal(new Dictionary<string, double>
        {
            ["code=user_offline"] = 1,
            ["code=invalid_message"] = 1,
            ["code=rate_limited"] = 1,
        });
        _measured.Of("goring.message.duration").Keys.Should().BeEquivalentTo("type=call.check", "type=call.start", "type=unknown");
        _measured.Of("goring.call.starts").Should().Equal(new Dictionary<string, double> { ["result=user_offline"] = 1 });
    }

    [Fact]
    public async Task Calls_are_timed_from_start_to_accept_to_answer()
    {
        var (alice, bob) = (await Server.ConnectAsync(People.Alice), await Server.ConnectAsync(People.Bob));
        var session = await Server.RingAsync(alice, bob);
        Server.Time.Advance(TimeSpan.FromSeconds(7));
        await Server.SendAsync(bob, Frames.About("call.accept", session));
        Server.Time.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 2; i++)
        {
            // The first answer alone sets the call up.
            await Server.SendAsync(bob, $$$"""{"type":"webrtc.answer","payload":{"session_id":"{{{session}}}","sdp":"v"}}""");
        }

        await Server.SendAsync(alice, Frames.About("call.end", session));
        _ = alice.Take();
        var second = await Server.RingAsync(alice, bob);
        await Server.SendAsync(bob, Frames.About("call.reject", second));

        _measured.Of("goring.call.ring_time").Values.Single().Should().BeApproximately(7, 0.01);
        _measured.Of("goring.call.setup_time").Values.Single().Should().BeApproximately(2, 0.01);
        _measured.Of("goring.call.accepts")[""].Should().Be(1);
        _measured.Of("goring.call.starts")["result=ringing"].Should().Be(2);
        _measured.Of("goring.call.ends").Should().Equal(new Dictionary<string, double>
        {
            ["reason=ended_by_user"] = 1,
            ["reason=rejected"] = 1,
        });
    }

    [Fact]
    public async Task Sockets_are_counted_by_endpoint_protocol_and_close_code()
    {
        var alice = await Server.ConnectAsync(People.Alice);
        await Server.ConnectAsync(People.Bob, new ResumeRequest(null, -1));
        await Server.ConnectAsync(People.Carol, new ResumeRequest("of an old session", 3));
        var metrics = Server.Get<ConnectionMetrics>();
        metrics.Closed(alice, "1000");
        metrics.Overflowed(alice);

        _measured.Of("goring.connections.closed").Should().Equal(new Dictionary<string, double> { ["endpoint=calls,code=1000"] = 1 });
        _measured.Of("goring.queue.overflows").Should().Equal(new Dictionary<string, double> { ["endpoint=calls"] = 1 });
        _measured.Of("goring.session.resumes").Should().Equal(new Dictionary<string, double> { ["result=begun_anew"] = 1 });
        var open = _measured.Look("goring.connections.open");
        open["endpoint=calls,protocol=base"].Should().Be(1);
        open["endpoint=calls,protocol=v1"].Should().Be(2);
        open["endpoint=rooms,protocol=base"].Should().Be(0);
        _measured.Look("goring.queue.depth").Should().ContainKey("");
    }

    public void Dispose() => _measured.Dispose();
}
