using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Goring.Bench.Load.Net;

/// <summary>
/// One thread that serves many sockets, level-triggered. What belongs to a loop is touched by its thread alone; others
/// hand it work with <see cref="Post"/>.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int MostEvents = 512;

    // struct epoll_event is packed on x86-64 alone.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int _epoll = Check(Libc.EpollCreate(0));
    private readonly int _wake = Check(Libc.EventDescriptor(0, Libc.NonBlocking));
    private readonly int _timer = Check(Libc.TimerCreate(Libc.Monotonic, Libc.NonBlocking));
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Thread _thread;
    private Channel?[] _channels = new Channel?[1024];
    private Action? _tick;
    private volatile bool _stopped;

    public EventLoop(string name)
    {
        Watch(_wake);
        Watch(_timer);
        _thread = new(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>What a read goes into: valid until the next read of this loop.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(256 * 1024, pinned: true);

    /// <summary>Has the loop's thread do that.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        var one = 1L;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(long));
    }

    /// <summary>Has the loop's thread do that, and waits for it.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception error) when (error is InvalidOperationException or IOException)
            {
                answer.SetException(error);
            }
        });
        return answer.Task;
    }

    /// <summary>Calls that every so often, from the loop's thread; null: no more. From the loop's thread.</summary>
    public void Tick(TimeSpan every, Action? tick)
    {
        _tick = tick;
        var nanoseconds = tick is null ? 0 : (long)(every.TotalMilliseconds * 1_000_000);
        var setting = stackalloc long[4];
        setting[0] = setting[2] = nanoseconds / 1_000_000_000;
        setting[1] = setting[3] = nanoseconds % 1_000_000_000;
        Check(Libc.TimerSet(_timer, 0, setting, null));
    }

    /// <summary>From the loop's thread.</summary>
    public void Add(Channel channel)
    {
        if (channel.Descriptor >= _channels.Length)
        {
            Array.Resize(ref _channels, Math.Max(2 * _channels.Length, channel.Descriptor + 1));
        }

        _channels[channel.Descriptor] = channel;
        Watch(channel.Descriptor);
    }

    /// <summary>Before its descriptor is closed, which ends the watching. From the loop's thread.</summary>
    public void Remove(Channel channel) => _channels[channel.Descriptor] = null;

    public void Dispose()
    {
        _stopped = true;
        Post(static () => { });
        _thread.Join();
        _ = Libc.Close(_epoll);
        _ = Libc.Close(_wake);
        _ = Libc.Close(_timer);
    }

    private void Run()
    {
        var events = stackalloc byte[MostEvents * 16];
        var drained = 0L;
        while (!_stopped)
        {
            var count = Libc.EpollWait(_epoll, events, MostEvents, -1);
            for (var i = 0; i < count; i++)
            {
                var descriptor = *(int*)(events + (i * EventSize) + DataAt);
                if (descriptor == _wake)
                {
                    _ = Libc.Read(_wake, (byte*)&drained, sizeof(long));
                    while (_posted.TryDequeue(out var action))
                    {
                        action();
                    }
                }
                else if (descriptor == _timer)
                {
                    // Nothing is there where what was posted has stopped the timer since.
                    if (Libc.Read(_timer, (byte*)&drained, sizeof(long)) == sizeof(long))
                    {
                        _tick?.Invoke();
                    }
                }
                else
                {
                    _channels[descriptor]?.OnReadable();
                }
            }
        }
    }

    private void Watch(int descriptor)
    {
        var @event = stackalloc byte[16];
        *(int*)@event = Libc.EpollIn;
        *(long*)(@event + DataAt) = descriptor;
        Check(Libc.EpollControl(_epoll, Libc.EpollAdd, descriptor, @event));
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
}
