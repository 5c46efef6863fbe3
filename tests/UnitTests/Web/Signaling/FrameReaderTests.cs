using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using Goring.Application.Connections;
using Goring.UnitTests.Support;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

public sealed class FrameReaderTests : IDisposable
{
    private const int Most = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly FakeTransport _transport = new();
    private readonly FakeClient _client = new(People.Alice);
    private readonly TransportStream _stream;
    private readonly WebSocket _socket;
    private readonly MessageDeadline _deadline;
    private readonly FrameReader _reader;

    public FrameReaderTests()
    {
        _stream = new(_transport, _transport.Abort, new(_time));
        _socket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = true });
        _deadline = new(Deadline, _time, _client);
        _reader = new(_socket, _stream, Most, _deadline);
    }

    [Theory]
    [InlineData(2, 512)]
    [InlineData(400, 512)]
    [InlineData(1_000, 1024)]
    [InlineData(2_600, 4096)]
    [InlineData(60_000, 64 * 1024)]
    public async Task A_message_that_is_there_gets_a_buffer_of_its_size(int length, int buffer)
    {
        var text = TextOf(length);
        await _transport.ArriveAsync(Frame(text));

        var read = await ReadAsync();

        Encoding.Latin1.GetString(read.Bytes.Span).Should().Be(text);
        BufferOf(read).Should().Be(buffer);
    }

    [Fact]
    public async Task Without_a_stream_of_ours_the_first_buffer_is_the_largest()
    {
        await _transport.ArriveAsync(Frame("{}"));
        using var reader = new FrameReader(_socket, stream: null, Most, _deadline);

        BufferOf(await reader.ReadAsync(await reader.ArriveAsync())).Should().Be(4096);
    }

    [Fact]
    public async Task Once_it_is_forgotten_its_buffer_is_anothers()
    {
        await _transport.ArriveAsync(Frame("{}"));
        MemoryMarshal.TryGetArray((await ReadAsync()).Bytes, out var read).Should().BeTrue();

        _reader.Forget();
        var another = ArrayPool<byte>.Shared.Rent(read.Array!.Length);

        another.Should().BeSameAs(read.Array);
        ArrayPool<byte>.Shared.Return(another);
    }

    [Fact]
    public async Task A_message_that_comes_in_parts_is_read_whole()
    {
        var text = TextOf(20_000);
        var frame = Frame(text);
        var reading = ReadAsync();

        foreach (var part in frame.Chunk(700))
        {
            await _transport.ArriveAsync(new(part));
        }

        Encoding.Latin1.GetString((await reading).Bytes.Span).Should().Be(text);
    }

    [Fact]
    public async Task One_that_is_too_large_is_dropped_and_says_so()
    {
        await _transport.ArriveAsync(Frame(TextOf(Most + 1)));

        (await ReadAsync()).Should().Be(new ReceivedFrame(FrameKind.TooLarge, default));
    }

    [Fact]
    public async Task Whoever_does_not_finish_a_message_is_closed_once_its_time_is_over()
    {
        var frame = Frame(TextOf(1_000));
        var reading = ReadAsync();
        await _transport.ArriveAsync(frame[..500]);
        await _time.TimerRunsAsync().WaitAsync(Patience);

        _time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        _client.Closes.Should().BeEmpty();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _client.Closes.Should().Equal(CloseReason.TooLong);

        await _transport.ArriveAsync(frame[500..]);
        (await reading).Bytes.Length.Should().Be(1_000);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _deadline.Dispose();
        _socket.Dispose();
        _stream.Dispose();
        _transport.Dispose();
    }

    private static string TextOf(int length) => string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at % 26))));

    /// <summary>A text frame of a client, whole and under a mask of zeros (RFC 6455, 5.2).</summary>
    private static string Frame(string text)
    {
        var length = text.Length < 126
            ? $"{(char)(0x80 | text.Length)}"
            : text.Length <= ushort.MaxValue
                ? $"\u00fe{(char)(text.Length >> 8)}{(char)(text.Length & 0xff)}"
                : $"\u00ff\0\0\0\0\0{(char)(text.Length >> 16)}{(char)((text.Length >> 8) & 0xff)}{(char)(text.Length & 0xff)}";
        return $"\u0081{length}\0\0\0\0{text}";
    }

    private static int BufferOf(ReceivedFrame frame) =>
        MemoryMarshal.TryGetArray(frame.Bytes, out var part) ? part.Array!.Length : throw new InvalidOperationException("no array");

    private async Task<ReceivedFrame> ReadAsync() =>
        await _reader.ReadAsync(await _reader.ArriveAsync().AsTask().WaitAsync(Patience)).AsTask().WaitAsync(Patience);
}
