using System.Globalization;
using Goring.Application.Ports;
using Goring.Application.Push;

namespace Goring.Infrastructure.Redis;

/// <summary>Pushes of a fleet, by Redis's own clock. What becomes of each stands in <c>push.lua</c>.</summary>
internal sealed class RedisPushJobs(RedisConnection redis, PushSignal signal) : IPushJobs
{
    private const int FieldsOfJob = 7;

    public async ValueTask<IReadOnlyList<PushJob>> ClaimAsync(int most, CancellationToken cancellationToken)
    {
        var reply = (await redis.EvaluateAsync(RedisScript.ClaimPushes, [most])).Fields();
        return [.. reply.Select(field => field.Text()).Chunk(FieldsOfJob).Select(Parse).OfType<PushJob>()];
    }

    public async ValueTask FinishAsync(PushJob job, PushEnd end, CancellationToken cancellationToken)
    {
        var isDue = await redis.EvaluateAsync(
            RedisScript.FinishPush, [job.Session.Value, job.Number, NameOf(job.Task), NameOf(end)]);
        if ((int)isDue == 1)
        {
            signal.Poke();
        }
    }

    private static PushJob? Parse(string[] fields) => RedisDevice.Parse(fields[3]) is { } device
        ? new(
            TaskOf(fields[0]),
            new(fields[1]),
            int.Parse(fields[2], CultureInfo.InvariantCulture),
            device,
            new(fields[4]),
            PushContent.FromJson(fields[5]),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(fields[6], CultureInfo.InvariantCulture)))
        : null;

    private static PushTask TaskOf(string name) => name switch
    {
        "ring" => PushTask.Ring,
        "cancel" => PushTask.Cancel,
        "over" => PushTask.TooLate,
        _ => throw new StoreUnavailableException("A script answered with a push of no kind."),
    };

    private static string NameOf(PushTask task) => task == PushTask.Cancel ? "cancel" : "ring";

    private static string NameOf(PushEnd end) => end switch
    {
        PushEnd.Reached => "reached",
        PushEnd.Missed => "missed",
        PushEnd.GivenBack => "back",
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "No such end."),
    };
}
