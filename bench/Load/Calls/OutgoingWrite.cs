using System.Text;
using Goring.Bench.Load.Net;

namespace Goring.Bench.Load.Calls;

/// <summary>What goes out in one write: one frame or several, ready but for the session.</summary>
internal sealed class OutgoingWrite
{
    private readonly byte[] _bytes;
    private readonly int[] _sessionAt;

    private OutgoingWrite(byte[] bytes, int[] sessionAt)
    {
        _bytes = bytes;
        _sessionAt = sessionAt;
    }

    public static OutgoingWrite Of(params IEnumerable<string> messages)
    {
        var bytes = new List<byte>();
        var sessionAt = new List<int>();
        foreach (var message in messages)
        {
            var frame = ClientFrame.Of(ClientFrame.Text, Encoding.UTF8.GetBytes(message));
            if (message.IndexOf(CallMessages.Session, StringComparison.Ordinal) is >= 0 and var at)
            {
                sessionAt.Add(bytes.Count + frame.Length - message.Length + at);
            }

            bytes.AddRange(frame);
        }

        return new([.. bytes], [.. sessionAt]);
    }

    /// <param name="session">None: as it stands.</param>
    public ReadOnlySpan<byte> About(ReadOnlySpan<byte> session)
    {
        foreach (var at in session.IsEmpty ? [] : _sessionAt)
        {
            ClientFrame.Write(session, _bytes.AsSpan(at));
        }

        return _bytes;
    }
}
