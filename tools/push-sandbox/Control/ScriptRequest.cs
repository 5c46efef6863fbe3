namespace Goring.PushSandbox.Control;

/// <summary>
/// The body of <c>POST /sandbox/script</c>. With <c>device</c>: its <c>answers</c>, or the one environment it is
/// <c>known_only_in</c>. With <c>service</c>: its next <c>answers</c>, or with <c>share</c> and <c>seed</c> one for a share.
/// </summary>
internal sealed record ScriptRequest
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public string? Device { get; init; }

    public PushService? Service { get; init; }

    public ApnsEnvironment? KnownOnlyIn { get; init; }

    public double? Share { get; init; }

    public int Seed { get; init; }

    public IReadOnlyList<ScriptedAnswer> Answers { get; init; } = [];

    /// <summary>What is wrong with it; null: nothing, and it is done.</summary>
    public string? ApplyTo(SandboxScript script)
    {
        if (Answers.Select(FindProblem).FirstOrDefault(problem => problem is not null) is { } found)
        {
            return found;
        }

        switch (this)
        {
            case { Device: { } device, Service: null, Share: null, KnownOnlyIn: { } environment, Answers: [] }:
                script.KnownOnlyIn(device, environment == ApnsEnvironment.Development);
                return null;
            case { Device: { } device, Service: null, Share: null, KnownOnlyIn: null, Answers: [_, ..] }:
                script.ForDevice(device, [.. Answers]);
                return null;
            case { Device: null, Service: { } service, Share: >= 0 and <= 1, KnownOnlyIn: null, Answers: [var answer] }:
                script.Rate(service, Share.Value, answer, Seed);
                return null;
            case { Device: null, Service: { } service, Share: null, KnownOnlyIn: null, Answers: [_, ..] }:
                script.Next(service, [.. Answers]);
                return null;
            default:
                return "there must be device and answers, device and known_only_in, service and answers, or service, "
                    + "share (0 to 1) and one answer";
        }
    }

    /// <summary>The elements of a JSON list may be null, whatever its type says.</summary>
    private static string? FindProblem(ScriptedAnswer? answer) => answer switch
    {
        null => "an answer must be an object",
        { Status: < 200 or > 599 } => "status must be 200 to 599",
        { Delay: var delay } when delay < TimeSpan.Zero || delay > LongestWait => "delay must be 00:00:00 to 01:00:00",
        { RetryAfter: { } wait } when wait < TimeSpan.Zero => "retry_after must not be negative",
        _ => null,
    };
}

internal enum ApnsEnvironment
{
    Production,
    Development,
}
