namespace Goring.Chaos.Load;

/// <summary>How a call is meant to go; faults see to it that some go otherwise.</summary>
/// <param name="Think">How long whoever has the next step waits before it.</param>
/// <param name="HangUp">Who ends it.</param>
/// <param name="WaitsForAll">Whether it is ended only once everything that was relayed has arrived.</param>
internal sealed record Plan(Story Story, TimeSpan Think, HangUp HangUp, bool WaitsForAll)
{
    public static Plan Draw(Random random)
    {
        var story = random.Next(100) switch
        {
            < 72 => Story.Talk,
            < 82 => Story.Reject,
            < 88 => Story.LeaveRinging,
            _ => Story.EndWhileRinging,
        };
        var hangUp = random.Next(10) switch
        {
            < 5 => HangUp.Caller,
            < 9 => HangUp.Callee,
            _ => HangUp.Both,
        };

        // Some answer at once, most are in haste; a few are long, so that a fault finds calls in every state.
        var think = TimeSpan.FromMilliseconds(random.Next(100) switch
        {
            < 25 => 0,
            < 85 => random.Next(200),
            _ => random.Next(3000),
        });
        return new(story, think, hangUp, random.Next(100) < 60);
    }
}

internal enum Story
{
    Talk,
    Reject,
    LeaveRinging,
    EndWhileRinging,
}

internal enum HangUp
{
    Caller,
    Callee,

    /// <summary>At the same moment: one of them wins.</summary>
    Both,
}
