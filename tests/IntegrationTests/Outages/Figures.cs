namespace Goring.IntegrationTests.Outages;

/// <summary>What a drill measured. Each time is that of the slower of the two servers.</summary>
/// <param name="Drill">What happened to Redis.</param>
/// <param name="ToRed">From the fault until <c>/health/ready</c> was seen red.</param>
/// <param name="ToGreen">From Redis's return until it was seen green for good.</param>
/// <param name="ToFirstCall">From Redis's return until the idle pair's first call was accepted.</param>
internal sealed record Figures(string Drill, TimeSpan ToRed, TimeSpan ToGreen, TimeSpan ToFirstCall)
{
    public string Line(IReadOnlyList<Conversation> conversations, IEnumerable<Party> everybody) => FormattableString.Invariant(
        $"DRILL {Drill}: red {ToRed.TotalSeconds:f2} s, green {ToGreen.TotalSeconds:f2} s, first call {ToFirstCall.TotalSeconds:f2} s, slowest answer {everybody.SelectMany(party => party.Answers).Max(answer => answer.Took).TotalSeconds:f2} s, relays refused {conversations.Sum(one => one.Refused)}, lost of goring.v1 {conversations[0].Lost}, lost of base {conversations[1].Lost}");
}
