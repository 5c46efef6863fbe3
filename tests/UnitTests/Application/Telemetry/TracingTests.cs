using System.Diagnostics;
using System.Text;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Shared;

namespace Goring.UnitTests.Application.Telemetry;

/// <summary>Spans are the whole process's: while these tests listen, no other test runs.</summary>
[CollectionDefinition(nameof(TracingTests), DisableParallelization = true)]
[Collection(nameof(TracingTests))]
public sealed class TracingTests : IDisposable
{
    private static readonly SessionId Session = new("01a2196c-1aaa-767e-9de3-b2c25e775885");

    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Tracing.SourceName,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public TracingTests() => ActivitySource.AddActivityListener(_listener);

    [Fact]
    public void Message_of_a_call_is_a_root_of_the_trace_of_its_session()
    {
        using var around = new Activity("around").Start();
        using var span = Tracing.Command("call.accept", Session);

        span!.TraceId.ToHexString().Should().Be("01a2196c1aaa767e9de3b2c25e775885");
        span.ParentSpanId.ToHexString().Should().Be("0000000000000000");
        span.Kind.Should().Be(ActivityKind.Server);
        span.GetTagItem(Tracing.SessionAttribute).Should().Be(Session.Value);
    }

    [Fact]
    public void What_surrounds_a_span_that_is_left_out_goes_on()
    {
        _listener.Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.None;
        using var around = new Activity("around").Start();

        Tracing.Command("call.accept", Session).Should().BeNull();

        Activity.Current.Should().BeSameAs(around);
    }

    [Theory]
    [InlineData("no uuid")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Session_that_is_no_uuid_names_no_trace(string session)
    {
        using var span = Tracing.Step("ring_ends", new SessionId(session));

        span!.TraceId.Should().NotBe(default(ActivityTraceId));
        span.GetTagItem(Tracing.SessionAttribute).Should().BeNull();
    }

    [Fact]
    public void Trace_of_the_client_is_linked_and_not_joined()
    {
        var client = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        using var span = Tracing.Command("call.accept", Session, client);

        span!.TraceId.Should().NotBe(client.TraceId);
        span.Links.Single().Context.Should().Be(client);
    }

    [Fact]
    public void Handshake_joins_the_trace_of_the_client()
    {
        var client = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        using var joined = Tracing.Handshake("GET /ws", client);
        using var own = Tracing.Handshake("GET /ws", default);

        joined!.TraceId.Should().Be(client.TraceId);
        joined.ParentSpanId.Should().Be(client.SpanId);
        own!.TraceId.Should().NotBe(client.TraceId);
    }

    [Theory]
    [InlineData("""{"type":"webrtc.ice","payload":{"session_id" : "01a2196c-1aaa-767e-9de3-b2c25e775885"}}""", "deliver webrtc.ice")]
    [InlineData("""{"type":"who.knows","payload":{"session_id":"01a2196c-1aaa-767e-9de3-b2c25e775885"}}""", "deliver frame")]
    [InlineData("""{"type":"webrtc.ice","payload":{}}""", null)]
    [InlineData("""{"type":"webrtc.ice","payload":{"session_id":"short"}}""", null)]
    [InlineData("""{"type":"webrtc.ice","payload":{"session_id":"zza2196c-1aaa-767e-9de3-b2c25e775885"}}""", null)]
    public void Frame_of_another_instance_is_delivered_in_the_trace_of_its_session(string frame, string? name)
    {
        using var span = Tracing.Delivery(Encoding.UTF8.GetBytes(frame));

        span?.DisplayName.Should().Be(name);
        (span is null).Should().Be(name is null);
        span?.TraceId.ToHexString().Should().Be("01a2196c1aaa767e9de3b2c25e775885");
    }

    [Fact]
    public void Store_has_a_span_only_inside_one_of_ours()
    {
        Tracing.Store("accept").Should().BeNull();
        using (new Activity("of somebody else").Start())
        {
            Tracing.Store("accept").Should().BeNull();
        }

        using var command = Tracing.Command("call.accept", Session);
        using var store = Tracing.Store("accept");

        store!.ParentSpanId.Should().Be(command!.SpanId);
        store.GetTagItem("db.system.name").Should().Be("redis");
    }

    [Theory]
    [InlineData(null, "ok", ActivityStatusCode.Unset)]
    [InlineData(ErrorCode.UserBusy, "user_busy", ActivityStatusCode.Unset)]
    [InlineData(ErrorCode.InternalError, "internal_error", ActivityStatusCode.Error)]
    public void Only_our_own_fault_is_an_error_of_the_span(ErrorCode? error, string result, ActivityStatusCode status)
    {
        using var span = Tracing.Push("apns incoming_call", Session);
        span.Ended(error);

        span!.Kind.Should().Be(ActivityKind.Client);
        span.GetTagItem("goring.result").Should().Be(result);
        span.Status.Should().Be(status);
    }

    [Fact]
    public void Without_a_listener_there_is_no_span()
    {
        _listener.Dispose();

        Tracing.IsOn.Should().BeFalse();
        Tracing.Command("call.accept", Session).Should().BeNull();
        Tracing.Delivery("{}"u8).Should().BeNull();
        Tracing.Handshake("GET /ws", default).Should().BeNull();
        Tracing.Store("accept").Should().BeNull();
        ((Activity?)null).Ended(ErrorCode.InternalError);
    }

    public void Dispose() => _listener.Dispose();
}
