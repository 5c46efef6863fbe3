namespace Goring.Chaos.Clients;

/// <summary>What became of a command.</summary>
/// <param name="Code">Of a refusal, or of what left it open.</param>
/// <param name="Frame">The answer, where one came.</param>
internal sealed record Answer(Fate Fate, string Code, Frame? Frame)
{
    /// <summary>The socket was lost before the answer came.</summary>
    public static Answer Lost { get; } = new(Fate.Open, "lost", null);

    /// <summary>The socket stands and the answer never came.</summary>
    public static Answer Silence { get; } = new(Fate.Open, "silence", null);

    public static Answer Of(Frame frame)
    {
        if (frame.Type != "error")
        {
            return new(Fate.Done, "", frame);
        }

        // The server does not know either whether its store has done it.
        var code = frame.Text("code") ?? "?";
        return new(code == "internal_error" ? Fate.Open : Fate.Refused, code, frame);
    }
}

internal enum Fate
{
    /// <summary>Not answered yet.</summary>
    Waiting,
    Done,
    Refused,

    /// <summary>It was done or not.</summary>
    Open,
}
