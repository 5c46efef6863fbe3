using System.Security.Cryptography;

namespace Goring.Chaos.Processes;

/// <summary>One Redis and the goring processes on it, in a directory that goes with them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int MostTries = 10;

    private readonly string _directory = Directory.CreateTempSubdirectory("goring-chaos-").FullName;
    private readonly string? _keepLogsIn;
    private readonly Lock _gate = new();
    private readonly List<GoringInstance> _live = [];
    private int _started;

    public Fleet(string? keepLogsIn)
    {
        _keepLogsIn = keepLogsIn;
        Redis = new(_directory);
    }

    public RedisServer Redis { get; }

    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The outputs of every instance that was ever started.</summary>
    public IReadOnlyList<string> InstanceLogs => Directory.GetFiles(_directory, "goring-*.log");

    /// <summary>The instances that nobody has ended.</summary>
    public IReadOnlyList<GoringInstance> Live
    {
        get
        {
            lock (_gate)
            {
                return [.. _live];
            }
        }
    }

    public async Task StartAsync(int instances, CancellationToken cancellationToken)
    {
        await Redis.StartAsync(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, instances).Select(_ => AddAsync(null, cancellationToken)));
    }

    /// <summary>
    /// Starts an instance under the id of an earlier one, or under a new one. One that ends at once is started again,
    /// as any supervisor does.
    /// </summary>
    public async Task AddAsync(string? serverId, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await StartOneAsync(serverId, cancellationToken);
                return;
            }
            catch (InstanceEndedException) when (tries < MostTries)
            {
                // Redis is down: the next try waits for it as long as this one did.
            }
        }
    }

    /// <summary>To be called when we end an instance: no client is sent there any more.</summary>
    public async Task RemoveAsync(GoringInstance instance)
    {
        lock (_gate)
        {
            _live.Remove(instance);
        }

        await instance.DisposeAsync();
    }

    /// <summary>Where the next connection goes; null while no instance is there.</summary>
    public Uri? Pick(Random random)
    {
        lock (_gate)
        {
            return _live.Count == 0 ? null : _live[random.Next(_live.Count)].SignalingUri;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in Live)
        {
            await RemoveAsync(instance);
        }

        await Redis.DisposeAsync();
        if (_keepLogsIn is not null)
        {
            Directory.CreateDirectory(_keepLogsIn);
            foreach (var log in Directory.GetFiles(_directory, "*.log"))
            {
                File.Copy(log, Path.Combine(_keepLogsIn, Path.GetFileName(log)), overwrite: true);
            }
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartOneAsync(string? serverId, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _started);
        serverId ??= $"s{number}";
        var instance = await GoringInstance.StartAsync(
            serverId,
            Redis.Address,
            Secret,
            Path.Combine(_directory, $"goring-{number}-{serverId}.log"),
            cancellationToken);
        lock (_gate)
        {
            _live.Add(instance);
        }
    }
}
