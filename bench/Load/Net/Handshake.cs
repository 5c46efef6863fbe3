using System.Text;

namespace Goring.Bench.Load.Net;

/// <summary>The upgrade of RFC 6455, with the key and the answer of its own example.</summary>
internal static class Handshake
{
    public static byte[] Request(string path, string? token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
        + "\r\n");

    public static bool IsAccepted(ReadOnlySpan<byte> head) =>
        head.StartsWith("HTTP/1.1 101 "u8) && head.IndexOf("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="u8) >= 0;

    public static string StatusOf(ReadOnlySpan<byte> head) =>
        Encoding.ASCII.GetString(head[..Math.Max(head.IndexOf("\r\n"u8), 0)]);
}
