using System.Net;
using System.Net.Sockets;
using Goring.Bench.Load.Net;

namespace Goring.Bench.Load.Calls;

/// <summary>Opens many sockets, so many at a time.</summary>
internal sealed class Crowd(EventLoop loop, int atOnce = 64)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Opening> _openings = [];
    private int _begun;
    private int _opened;

    /// <summary>To be called by each socket once it is open, from the loop's thread.</summary>
    public void Opened()
    {
        if (++_opened == _openings.Count)
        {
            _done.TrySetResult();
        }
        else
        {
            BeginNext();
        }
    }

    /// <exception cref="TimeoutException">Some do not open.</exception>
    public Task OpenAsync(IReadOnlyList<Opening> openings)
    {
        _openings = openings;
        loop.Post(() =>
        {
            for (var i = 0; i < atOnce; i++)
            {
                BeginNext();
            }
        });
        return _done.Task.WaitAsync(Patience);
    }

    private void BeginNext()
    {
        if (_begun < _openings.Count)
        {
            var opening = _openings[_begun++];
            try
            {
                opening.Socket.Connect(opening.Server);
                opening.Socket.Send(opening.Request);
            }
            catch (SocketException error)
            {
                _done.TrySetException(error);
            }
        }
    }
}

internal sealed record Opening(WireSocket Socket, IPEndPoint Server, byte[] Request);
