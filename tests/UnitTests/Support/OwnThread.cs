using Goring.Application.Connections;

namespace Goring.UnitTests.Support;

/// <summary>A thread of a test's own, with nothing of another test in its statics.</summary>
internal static class OwnThread
{
    public static void Run(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(test));
        thread.Start();
        thread.Join();
        failure.Should().BeNull();
    }
}

/// <summary>Something to flush that does so.</summary>
internal sealed class Flushed(Action flush) : IFlushable
{
    public void Flush() => flush();
}
