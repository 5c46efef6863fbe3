namespace Goring.PushSandbox.Requests;

/// <summary>What a request is answered, and what becomes of its connection.</summary>
internal sealed record Answer(int Status, string? Reason, string Body)
{
    public string ContentType { get; init; } = "application/json; charset=UTF-8";

    public TimeSpan Delay { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public ConnectionFate Connection { get; init; }

    public bool IsGiven => Connection is not (ConnectionFate.CutBeforeAnswer or ConnectionFate.Hang);

    /// <param name="bodyOf">How the service words a failure.</param>
    public Answer With(ScriptedAnswer script, Func<ScriptedAnswer, string> bodyOf) => new(
        script.Status ?? Status,
        script.Status is null ? Reason : script.Reason,
        script.Body ?? (script.Status is null or 200 ? Body : bodyOf(script)))
    {
        ContentType = script.ContentType,
        Delay = script.Delay,
        RetryAfter = script.RetryAfter,
        Connection = script.Connection,
    };
}
