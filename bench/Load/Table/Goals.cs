namespace Goring.Bench.Load.Table;

/// <summary>What Goring is to cost at most, in the order in which it is printed.</summary>
internal sealed class Goals
{
    public Row CpuRedis { get; } = AtMost("server CPU a call ÷ floor's, saturated, Redis", "6.8", 2.0);

    public Row CpuEmbedded { get; } = AtMost("the same, embedded store", null, 1.4);

    public Row RateRedis { get; } = AtLeast("calls/s ÷ floor's sequences/s, Redis", "0.18", 0.45);

    public Row RateEmbedded { get; } = AtLeast("the same, embedded store", null, 0.70);

    public Row Fleet { get; } = AtMost("two instances: servers' CPU a call ÷ one instance's", "1.8", 1.5);

    public Row RedisCpu { get; } = AtMost("Redis CPU a call ÷ CPU of 15 HGETALLs at 200 clients", "1.7", 0.6);

    public Row RingP50 { get; } = AtMost("ring latency p50 at 200 calls/s ÷ floor's round trip, Redis", "3.0", 2.0);

    public Row RingP99 { get; } = AtMost("ring latency p99, the same", "2.7", 2.5);

    public Row RingP50Embedded { get; } = AtMost("ring latency p50, embedded store", null, 2.0);

    public Row RingP99Embedded { get; } = AtMost("ring latency p99, embedded store", null, 2.5);

    public Row Resident { get; } = AtMost("RSS an idle connection ÷ floor's", "4.0", 1.2);

    public Row IdleServer { get; } = AtMost("idle server CPU by 1,000 users", "3", 0.3, " % of a core");

    public Row IdleRedis { get; } = AtMost("idle Redis CPU by 1,000 users", "1", 0.3, " % of a core");

    public Row RedisConnections { get; } = AtMost("Redis connections", "one a user", 5);

    public Row RedisMemory { get; } = AtMost("Redis memory a user", "9", 1, " KB");

    public Row Storm { get; } = AtMost("candidate latency p99 at 200 calls/s while users connect", "249", 40, " ms");

    public Row Pairs { get; } = AtMost("cost of a call with 500 pairs ÷ with 50", "1.0", 1.1);

    public Row Bystanders { get; } = AtMost("cost of a call among idle users ÷ without them", null, 1.1);

    public Row Allocated { get; } = AtMost("allocated for a relayed candidate, embedded store", null, 1, " KB");

    public IEnumerable<Row> All =>
    [
        CpuRedis, CpuEmbedded, RateRedis, RateEmbedded, Fleet, RedisCpu, RingP50, RingP99, RingP50Embedded, RingP99Embedded,
        Resident, IdleServer, IdleRedis, RedisConnections, RedisMemory, Storm, Pairs, Bystanders, Allocated,
    ];

    private static Row AtMost(string measure, string? scale, double goal, string unit = "") =>
        new(measure, scale, goal, AtLeast: false, unit);

    private static Row AtLeast(string measure, string? scale, double goal) => new(measure, scale, goal, AtLeast: true);
}
