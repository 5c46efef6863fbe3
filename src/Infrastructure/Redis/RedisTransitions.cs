using System.Text;
using Goring.Application.Protocol;
using Goring.Domain.Calls;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// The rows of <see cref="CallTransition"/> as <c>apply.lua</c> reads them: written in front of the script, so that a
/// step names its row and no rule stands in the script.
/// </summary>
internal static class RedisTransitions
{
    /// <summary>
    /// <c>row_of(name)</c>, which makes <c>{ may = 'callee', from = { ['ringing'] = true, }, … }</c> of the rows that a script
    /// needs.
    /// </summary>
    public static string Rows()
    {
        var text = new StringBuilder("""
            local rows = {}
            local function row_of(name)
              local row = rows[name]
              if row then
                return row
              end

            """);
        foreach (var row in CallTransition.All)
        {
            text.Append($"  if name == '{row.Name}' then row = {{ may = '{NameOf(row.By)}', from = {StatesOf(row)}, ");
            text.Append($"to = '{(row.To is { } to ? CallNames.ToWire(to) : "")}', ");
            text.Append($"final = {Flag(row.IsFinal)}, only_while_away = {Flag(row.OnlyWhileAway)}, ");
            text.Append($"relay = {Flag(row == CallTransition.Relay)}, ");
            text.Append($"unanswered_by = '{(row.UnansweredBy is { } party ? NameOf(party) : "")}' }} end\n");
        }

        return text.Append("  rows[name] = row\n  return row\nend\n").ToString();
    }

    /// <summary>The states from which a relay may be: <c>local RELAY_FROM = { ['accepted'] = true, }</c>.</summary>
    public static string Relayed() => $"local RELAY_FROM = {StatesOf(CallTransition.Relay)}\n";

    private static string StatesOf(CallTransition row) =>
        $"{{ {string.Concat(row.From.Select(state => $"['{CallNames.ToWire(state)}'] = true, "))}}}";

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
