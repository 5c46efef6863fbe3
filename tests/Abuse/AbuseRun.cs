namespace Goring.Abuse;

/// <summary>One server, bystanders in a process of their own, and in the third of four phases the attackers, in this one.</summary>
internal sealed class AbuseRun(AbuseOptions options)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Phase, Load> _loads = [];

    public AbuseOptions Options => options;

    public AttackLog Attacks { get; } = new();

    public IReadOnlyList<PhaseReport> Phases { get; private set; } = [];

    /// <summary>What the server logged that it must not.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>The attackers that did what they came for, and how many were asked for, of each kind.</summary>
    public IEnumerable<(string Kind, int Acted, int Wanted)> Kinds =>
        from kind in new[]
        {
            (Name: Attackers.HalfOpen, Wanted: options.HalfOpen),
            (Name: Attackers.Slow, Wanted: options.Slow),
            (Name: Attackers.Garbage, Wanted: options.Garbage),
            (Name: Attackers.Caller, Wanted: 1),
        }
        select (kind.Name, Attacks.ActedOf(kind.Name), kind.Wanted);

    public bool IsGood =>
        Phases.Count == 4
        && Phases.All(phase => phase.IsGood)
        && Errors.Count == 0
        && Kinds.All(kind => kind.Acted == kind.Wanted);

    public Load LoadOf(Phase phase) => _loads[phase];

    public async Task RunAsync()
    {
        await using var server = await Server.StartAsync();
        await using var bystanders = BystanderProcess.Start(server.Port);
        foreach (var phase in Enum.GetValues<Phase>())
        {
            await bystanders.BeginAsync(phase);
            using var over = new CancellationTokenSource();
            var attacks = phase == Phase.Attacked ? new Attackers(Attacks, server.Port).Start(options, over.Token) : [];
            over.CancelAfter(options.Duration);
            await WatchAsync(server, phase, over.Token);
            await Task.WhenAll(attacks);
        }

        Phases = await bystanders.EndAsync();
        Errors = [.. server.Errors];
    }

    private async Task WatchAsync(Server server, Phase phase, CancellationToken over)
    {
        var worst = new Load(0, 0);
        while (!over.IsCancellationRequested)
        {
            worst = new(Math.Max(worst.Mebibytes, server.Mebibytes), Math.Max(worst.Descriptors, server.Descriptors));
            _loads[phase] = worst;
            await Task.Delay(Look, CancellationToken.None);
        }
    }
}

/// <summary>The most that the server's process took: memory (RSS), and files and sockets open at once.</summary>
internal sealed record Load(long Mebibytes, int Descriptors);
