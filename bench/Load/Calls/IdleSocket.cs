using Goring.Bench.Load.Net;

namespace Goring.Bench.Load.Calls;

/// <summary>A user who is there and does nothing but answer pings.</summary>
internal sealed class IdleSocket(EventLoop loop, Trouble trouble, Action opened) : WireSocket(loop)
{
    protected override void OnOpen() => opened();

    protected override void OnMessage(ReadOnlySpan<byte> message) => trouble.Stray("an idle user", message);

    protected override void OnLost(string reason) => trouble.Fail($"an idle user was lost: {reason}");
}
