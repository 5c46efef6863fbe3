namespace Goring.PushSandbox;

/// <summary>
/// Which requests get which answers. Safe for any number of threads. A request takes the first that there is: its
/// device's, the next of its service, one by the service's rate. Only requests that pass every check take one.
/// </summary>
public sealed class SandboxScript
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<ScriptedAnswer>> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<PushService, Queue<ScriptedAnswer>> _next = [];
    private readonly Dictionary<PushService, (double Share, ScriptedAnswer Answer, Random Random)> _rates = [];
    private readonly Dictionary<string, bool> _environments = new(StringComparer.Ordinal);

    /// <summary>
    /// Answers for one device token, in order; the last repeats. None: the device is answered as usual again. End with
    /// <see cref="ScriptedAnswer.Usual"/> where only the first few are to fail.
    /// </summary>
    /// <param name="token">As it is sent: upper and lower case differ.</param>
    public void ForDevice(string token, params ScriptedAnswer[] answersInOrder)
    {
        lock (_lock)
        {
            _devices[token] = new(answersInOrder);
        }
    }

    /// <summary>Answers for the next requests of a service, one each, behind those that still wait.</summary>
    public void Next(PushService service, params ScriptedAnswer[] answersInOrder)
    {
        lock (_lock)
        {
            if (!_next.TryGetValue(service, out var waiting))
            {
                _next[service] = waiting = new();
            }

            foreach (var answer in answersInOrder)
            {
                waiting.Enqueue(answer);
            }
        }
    }

    /// <summary>An answer for a share of a service's requests. Takes the place of an earlier rate.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="seed">The same seed picks the same requests, counted from this call.</param>
    public void Rate(PushService service, double share, ScriptedAnswer answer, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        lock (_lock)
        {
            _rates[service] = (share, answer, new Random(seed));
        }
    }

    /// <summary>Makes a device token one of a single APNs environment: the other answers BadDeviceToken.</summary>
    public void KnownOnlyIn(string token, bool development)
    {
        lock (_lock)
        {
            _environments[token] = development;
        }
    }

    /// <summary>Every request is answered as usual again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _devices.Clear();
            _next.Clear();
            _rates.Clear();
            _environments.Clear();
        }
    }

    internal bool IsKnown(string token, bool development)
    {
        lock (_lock)
        {
            return !_environments.TryGetValue(token, out var known) || known == development;
        }
    }

    internal ScriptedAnswer Take(PushService service, string token)
    {
        lock (_lock)
        {
            if (_devices.TryGetValue(token, out var own) && own.Count > 0)
            {
                return own.Count > 1 ? own.Dequeue() : own.Peek();
            }

            if (_next.TryGetValue(service, out var next) && next.Count > 0)
            {
                return next.Dequeue();
            }

            return _rates.TryGetValue(service, out var rate) && rate.Random.NextDouble() < rate.Share
                ? rate.Answer
                : ScriptedAnswer.Usual;
        }
    }
}
