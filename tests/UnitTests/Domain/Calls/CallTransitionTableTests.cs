using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.UnitTests.Domain.Calls;

/// <summary>Who may take which step from where, written out by hand from docs/protocol.md, part 2.</summary>
public sealed class CallTransitionTableTests
{
    private static readonly UserId Caller = new("caller");
    private static readonly UserId Callee = new("callee");
    private static readonly UserId Stranger = new("stranger");

    private static readonly string[] Parties = ["caller", "callee", "stranger", "server"];

    /// <summary>A state is the one the call is in afterwards; anything else is the refusal.</summary>
    private const string Contract = """
        step            from      caller         callee         stranger      server
        accept          ringing   unauthorized   accepted       unauthorized  unauthorized
        accept          accepted  unauthorized   invalid_state  unauthorized  unauthorized
        accept          rejected  unauthorized   invalid_state  unauthorized  unauthorized
        accept          ended     unauthorized   invalid_state  unauthorized  unauthorized
        reject          ringing   unauthorized   rejected       unauthorized  unauthorized
        reject          accepted  unauthorized   invalid_state  unauthorized  unauthorized
        reject          rejected  unauthorized   invalid_state  unauthorized  unauthorized
        reject          ended     unauthorized   invalid_state  unauthorized  unauthorized
        end             ringing   ended          ended          unauthorized  unauthorized
        end             accepted  ended          ended          unauthorized  unauthorized
        end             rejected  invalid_state  invalid_state  unauthorized  unauthorized
        end             ended     invalid_state  invalid_state  unauthorized  unauthorized
        relay           ringing   invalid_state  invalid_state  unauthorized  unauthorized
        relay           accepted  accepted       accepted       unauthorized  unauthorized
        relay           rejected  invalid_state  invalid_state  unauthorized  unauthorized
        relay           ended     invalid_state  invalid_state  unauthorized  unauthorized
        check           ringing   ringing        ringing        unauthorized  unauthorized
        check           accepted  accepted       accepted       unauthorized  unauthorized
        check           rejected  rejected       rejected       unauthorized  unauthorized
        check           ended     ended          ended          unauthorized  unauthorized
        ring_timed_out  ringing   unauthorized   unauthorized   unauthorized  ended
        ring_timed_out  accepted  unauthorized   unauthorized   unauthorized  invalid_state
        ring_timed_out  rejected  unauthorized   unauthorized   unauthorized  invalid_state
        ring_timed_out  ended     unauthorized   unauthorized   unauthorized  invalid_state
        peer_lost       ringing   ended          ended          unauthorized  unauthorized
        peer_lost       accepted  ended          ended          unauthorized  unauthorized
        peer_lost       rejected  invalid_state  invalid_state  unauthorized  unauthorized
        peer_lost       ended     invalid_state  invalid_state  unauthorized  unauthorized
        """;

    private static IEnumerable<string[]> Lines => Contract.Split('\n').Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    public static TheoryData<string, string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string, string>();
        foreach (var line in Lines)
        {
            for (var party = 0; party < Parties.Length; party++)
            {
                cells.Add(line[0], line[1], Parties[party], line[2 + party]);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_step_does_what_the_contract_says(string step, string from, string party, string expected)
    {
        var call = CallIn(from);

        var outcome = call.Apply(Row(step), User(party), out var next);

        var result = outcome.Error is { } error ? ErrorCodes.ToWire(error) : CallNames.ToWire(next.State);
        result.Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_step_changes_nothing_but_the_state(string step, string from, string party, string expected)
    {
        var call = CallIn(from);

        call.Apply(Row(step), User(party), out var next);

        next.Should().Be(call with { State = CallNames.ParseState(expected) ?? call.State });
    }

    [Fact]
    public void The_contract_speaks_of_every_step_in_every_state()
    {
        var spoken = Lines.Select(line => $"{line[0]} {line[1]}");
        var every = CallTransition.All.SelectMany(
            row => Enum.GetValues<CallState>().Select(state => $"{row.Name} {CallNames.ToWire(state)}"));

        spoken.Should().BeEquivalentTo(every);
    }

    private static CallTransition Row(string step) => CallTransition.All.Single(row => row.Name == step);

    private static UserId? User(string party) => party switch
    {
        "caller" => Caller,
        "callee" => Callee,
        "stranger" => Stranger,
        _ => null,
    };

    private static CallSession CallIn(string state) => new(
        new SessionId("s"), Caller, Callee, CallNames.ParseState(state)!.Value, DateTimeOffset.UnixEpoch);
}
