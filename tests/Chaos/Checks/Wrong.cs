using Goring.Chaos.Clients;

namespace Goring.Chaos.Checks;

/// <summary>The kinds of things that must not happen.</summary>
internal enum Wrong
{
    /// <summary>A message, a session or a call that should be there is not, or not in its place.</summary>
    Lost,

    /// <summary>Something came twice.</summary>
    Doubled,

    /// <summary>Somebody waits for ever, or is busy for ever, or something stays behind, or a process fails.</summary>
    Stuck,

    /// <summary>Two that were in one call tell different stories of it.</summary>
    Disagreement,
}

/// <param name="LastFault">What had been done to the fleet last.</param>
/// <param name="Diaries">What had happened to those concerned.</param>
internal sealed record Violation(
    DateTimeOffset At,
    Wrong Kind,
    string What,
    string LastFault,
    IReadOnlyList<(string User, IReadOnlyList<string> Lines)> Diaries)
{
    public static Violation Of(Wrong kind, string what, string lastFault, IEnumerable<Client> concerned) => new(
        DateTimeOffset.UtcNow,
        kind,
        what,
        lastFault,
        [.. concerned.Select(client => (client.User, client.Diary.Read()))]);
}
