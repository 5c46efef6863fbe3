namespace Goring.Chaos.Faults;

/// <summary>One thing done to the fleet.</summary>
/// <param name="track">Whose fault it is: of those of one track one is over before the next begins.</param>
/// <param name="callsBefore">How many calls had been completed by then.</param>
internal sealed class Fault(FaultKind kind, string detail, object track, long callsBefore)
{
    public FaultKind Kind => kind;

    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    public object Track => track;

    public long CallsBefore => callsBefore;

    public override string ToString() =>
        $"{At:HH:mm:ss.fff} {kind} {detail}";
}

internal enum FaultKind
{
    KillInstance,
    RollInstance,
    DropSockets,
    TerminateRedis,
    KillRedis,
    FreezeRedis,
}
