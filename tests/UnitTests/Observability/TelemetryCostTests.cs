using Goring.Application.Telemetry;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Observability;

/// <summary>What measuring costs where nobody asked for it. Bytes are counted, not time.</summary>
public sealed class TelemetryCostTests
{
    private const int Times = 1000;

    [Fact]
    public void Counting_a_message_allocates_nothing_while_nobody_listens()
    {
        using var meter = new GoringMeter();
        var messages = new MessageMetrics(meter, TimeProvider.System);
        var from = new FakeClient(People.Alice);
        var frame = """{"type":"webrtc.ice","payload":{}}"""u8;
        Count(frame);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            Count(frame);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Count(ReadOnlySpan<byte> sent)
        {
            messages.Answered("webrtc.ice", null, from, messages.Begin());
            messages.Answered("call.start", ErrorCode.UserBusy, from, messages.Begin());
            messages.Refused(ErrorCode.RateLimited, from);
            messages.Sent(sent);
        }
    }
}
