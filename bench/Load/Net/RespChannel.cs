using System.Globalization;
using System.Text;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Net;

/// <summary>A client of Redis that asks the next thing as soon as the last is answered.</summary>
internal abstract class RespChannel(EventLoop loop, Trouble trouble) : Channel(loop)
{
    private long _answered;

    /// <summary>How many were answered so far; from any thread.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Words as an array of bulk strings: a command, or the answer to an HGETALL.</summary>
    public static byte[] Bulks(params IReadOnlyCollection<string> words)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Count}\r\n");
        foreach (var word in words)
        {
            text.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public void Start(RedisServer redis)
    {
        Connect(redis.EndPoint);
        Send(Next());
    }

    protected abstract ReadOnlySpan<byte> Next();

    /// <summary>Whether the answer is there as a whole.</summary>
    protected abstract bool IsWhole(ReadOnlySpan<byte> bytes);

    /// <summary>Whether a whole answer is what was to come.</summary>
    protected abstract bool IsRight(ReadOnlySpan<byte> answer);

    protected sealed override int Take(ReadOnlySpan<byte> bytes)
    {
        if (!IsWhole(bytes))
        {
            return 0;
        }

        if (!IsRight(bytes))
        {
            trouble.Stray("a client of Redis", bytes);
        }

        Volatile.Write(ref _answered, _answered + 1);
        Send(Next());
        return bytes.Length;
    }

    protected sealed override void OnLost(string reason) => trouble.Fail($"a client of Redis was lost: {reason}");
}
