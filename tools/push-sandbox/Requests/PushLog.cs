namespace Goring.PushSandbox.Requests;

/// <summary>What came in: the last pushes, and how many of what. Safe for any number of threads.</summary>
internal sealed class PushLog(int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<ReceivedPush> _pushes = new();
    private int _tokenRequests;
    private int _apnsConnections;
    private int _received;

    public int TokenRequests => Volatile.Read(ref _tokenRequests);

    public int ApnsConnections => Volatile.Read(ref _apnsConnections);

    /// <summary>All since the last <see cref="Clear"/>, those that are not kept any more too.</summary>
    public int Received => Volatile.Read(ref _received);

    public IReadOnlyList<ReceivedPush> Pushes
    {
        get
        {
            lock (_lock)
            {
                return [.. _pushes];
            }
        }
    }

    public void Add(ReceivedPush push)
    {
        lock (_lock)
        {
            _received++;
            _pushes.Enqueue(push);
            while (_pushes.Count > most)
            {
                _pushes.Dequeue();
            }
        }
    }

    public void AddTokenRequest() => Interlocked.Increment(ref _tokenRequests);

    public void AddApnsConnection() => Interlocked.Increment(ref _apnsConnections);

    public void Clear()
    {
        lock (_lock)
        {
            _pushes.Clear();
            _received = 0;
            Volatile.Write(ref _tokenRequests, 0);
            Volatile.Write(ref _apnsConnections, 0);
        }
    }
}
