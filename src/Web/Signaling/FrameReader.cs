using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Goring.Web.Signaling;

/// <summary>
/// Reads whole messages off a socket. While none arrives it holds no buffer: a read of zero bytes waits for the first.
/// </summary>
/// <param name="stream">What stands below the socket; null where it does not tell how much has come.</param>
internal sealed class FrameReader(
    WebSocket socket, TransportStream? stream, int maxBytes, MessageDeadline deadline) : IDisposable
{
    /// <summary>Bytes, of the first buffer that a message is read into: no more than has come, since it is kept for as long as a command takes.</summary>
    private const int LeastBuffer = 512;
    private const int MostBuffer = 4096;

    private byte[]? _buffer;

    /// <summary>Waits for the next message. What was read before is valid no longer.</summary>
    /// <returns>For <see cref="ReadAsync"/>. The task is to be awaited once.</returns>
    /// <exception cref="WebSocketException">The connection is lost, or does not speak the protocol.</exception>
    public ValueTask<ValueWebSocketReceiveResult> ArriveAsync()
    {
        ReturnBuffer();
        return socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
    }

    /// <summary>
    /// The message that has arrived; most are there whole. Its bytes are valid until the next is waited for. What is too large is
    /// dropped.
    /// </summary>
    /// <param name="received">What <see cref="ArriveAsync"/> said.</param>
    /// <remarks>The task is to be awaited once: what a wait takes is used again.</remarks>
    /// <exception cref="WebSocketException">The connection is lost, or does not speak the protocol.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedFrame> ReadAsync(ValueWebSocketReceiveResult received)
    {
        var length = 0;
        while (!received.EndOfMessage && received.MessageType != WebSocketMessageType.Close)
        {
            var receiving = socket.ReceiveAsync(RoomBehind(length), CancellationToken.None);
            if (length > 0 || !receiving.IsCompleted)
            {
                // Most messages are there whole, and start no clock.
                deadline.Begin();
            }

            received = await receiving;
            length += received.Count;
            if (length > maxBytes)
            {
                return new(FrameKind.TooLarge, default);
            }
        }

        deadline.End();
        return received.MessageType switch
        {
            WebSocketMessageType.Text => new(FrameKind.Text, _buffer.AsMemory(0, length)),
            WebSocketMessageType.Binary => new(FrameKind.Binary, default),
            _ => new(FrameKind.Close, default),
        };
    }

    /// <summary>
    /// Nothing refers to what was read last any more. While its command waits the buffer is another's: at 500 pairs hundreds would have
    /// one, more than are kept to be used again.
    /// </summary>
    public void Forget() => ReturnBuffer();

    public void Dispose() => ReturnBuffer();

    private Memory<byte> RoomBehind(int length)
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(stream?.Unread ?? MostBuffer, LeastBuffer, MostBuffer));
        }
        else if (length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Min(2 * length, maxBytes + 1));
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(length);
    }

    private void ReturnBuffer()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

/// <param name="Bytes">The text, UTF-8 that the socket has checked; empty for every other kind.</param>
internal readonly record struct ReceivedFrame(FrameKind Kind, ReadOnlyMemory<byte> Bytes);

internal enum FrameKind
{
    Text,
    Binary,
    TooLarge,
    Close,
}
