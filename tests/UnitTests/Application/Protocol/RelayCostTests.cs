using System.Text;
using Goring.Application.Protocol;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>What a relayed candidate may cost. Bytes are counted, not time: they are the same on every machine.</summary>
public sealed class RelayCostTests
{
    /// <summary>
    /// The frame itself, the message, and what the pipeline takes: some 690 bytes once the code is optimised
    /// (docs/performance.md), some more where it just began to run, as here.
    /// </summary>
    private const long MostBytes = 900;

    /// <summary>What the serializer takes for a message of the server's own, beside the frame: 27 bytes.</summary>
    private const long MostBesideFrame = 200;

    [Fact]
    public void Message_of_the_server_allocates_its_frame_and_little_more()
    {
        var message = new CallAccepted(new("a-session"), UserInfo.Of(People.Bob));
        var frame = Write(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Write(1000);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        bytes.Should().BeInRange(frame.Length, frame.Length + MostBesideFrame, "a writer of its own asks for 4 KB");

        ReadOnlyMemory<byte> Write(int times)
        {
            ReadOnlyMemory<byte> written = default;
            for (var i = 0; i < times; i++)
            {
                written = WireFrame.Of(message);
            }

            return written;
        }
    }

    [Fact]
    public void Message_whose_frame_is_anothers_holds_nothing_of_it()
    {
        var frame = Encoding.UTF8.GetBytes("""{"type":"webrtc.ice","payload":{"session_id":"s","candidate":"c"}}""");
        var message = MessageDispatcher.Read(frame, new FakeClient(People.Alice)).Message!;
        ((IRelayed)message).Payload.Length.Should().BePositive();

        message.ForgetFrame();

        ((IRelayed)message).Payload.Length.Should().Be(0);
    }

    [Fact]
    public async Task Relayed_candidate_allocates_about_a_kilobyte_at_the_most()
    {
        using var server = new InMemoryServer();
        var alice = await server.ConnectAsync(People.Alice);
        var bob = await server.ConnectAsync(People.Bob);
        var session = await server.CallAsync(alice, bob);
        var candidate = Encoding.UTF8.GetBytes(
            $$$"""{"type":"webrtc.ice","payload":{"session_id":"{{{session}}}","candidate":"{{{new string('c', 120)}}}","sdpMid":"0","sdpMLineIndex":0}}""");
        var dispatcher = server.Get<MessageDispatcher>();
        bob.CountsOnly = true;
        await RelayAsync(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        await RelayAsync(1000);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000;

        bob.Counted.Should().Be(1010, "each was relayed");
        bytes.Should().BeInRange(candidate.Length, MostBytes);

        async Task RelayAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await dispatcher.DispatchAsync(candidate, alice, CancellationToken.None);
            }
        }
    }
}
