using System.Collections.Concurrent;

namespace Goring.Abuse;

/// <summary>What the attackers did, and how they were answered.</summary>
internal sealed class AttackLog
{
    private readonly ConcurrentDictionary<(string Kind, int Number), bool> _acted = new();
    private readonly ConcurrentDictionary<(string Kind, string Came), int> _answers = new();

    /// <summary>How often each kind was answered how.</summary>
    public IEnumerable<(string Kind, string Came, int Times)> Answers => _answers
        .OrderBy(pair => pair.Key).Select(pair => (pair.Key.Kind, pair.Key.Came, pair.Value));

    /// <summary>It did what it came for, and not only tried to.</summary>
    public void Acted(string kind, int number) => _acted[(kind, number)] = true;

    public bool HasActed(string kind, int number) => _acted.ContainsKey((kind, number));

    /// <summary>How many of a kind did.</summary>
    public int ActedOf(string kind) => _acted.Keys.Count(attacker => attacker.Kind == kind);

    public void Answered(string kind, string came) => _answers.AddOrUpdate((kind, came), 1, static (_, times) => times + 1);
}
