using System.Text;
using Goring.Application.Protocol;
using Goring.Domain.Calls;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// The rows of <see cref="CallTransition"/> as <c>apply.lua</c> reads them: a constant in front of the script, so that a
/// step names its row and no rule stands in the script.
/// </summary>
internal static class RedisTransitions
{
    /// <summary><c>local ROWS = { ['accept'] = { may = 'callee', from = { ['ringing'] = true, }, … }, … }</c>.</summary>
    public static string Constant()
    {
        var rows = new StringBuilder("local ROWS = {\n");
        foreach (var row in CallTransition.All)
        {
            rows.Append($"  ['{row.Name}'] = {{ may = '{NameOf(row.By)}', from = {{ ");
            foreach (var state in row.From)
            {
                rows.Append($"['{CallNames.ToWire(state)}'] = true, ");
            }

            rows.Append($"}}, to = '{(row.To is { } to ? CallNames.ToWire(to) : "")}', ");
            rows.Append($"final = {Flag(row.IsFinal)}, only_while_away = {Flag(row.OnlyWhileAway)}, ");
            rows.Append($"relay = {Flag(row == CallTransition.Relay)}, ");
            rows.Append($"unanswered_by = '{(row.UnansweredBy is { } party ? NameOf(party) : "")}' }},\n");
        }

        return rows.Append("}\n").ToString();
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string NameOf(CallParty party) => party switch
    {
        CallParty.None => "none",
        CallParty.Caller => "caller",
        CallParty.Callee => "callee",
        CallParty.Either => "either",
        _ => throw new ArgumentOutOfRangeException(nameof(party), party, "No such party."),
    };
}
