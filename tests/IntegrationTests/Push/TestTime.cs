namespace Goring.IntegrationTests.Push;

/// <summary>The system's clock, stopped, and moved when a test says so. Timers are the system's.</summary>
internal sealed class TestTime : TimeProvider
{
    private DateTimeOffset _now = System.GetUtcNow();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>From when this holds it is an hour later.</summary>
    public Func<bool> HourHasPassed { get; init; } = () => false;

    public override DateTimeOffset GetUtcNow() => HourHasPassed() ? _now.AddHours(1) : _now;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by) => _now += by;
}
