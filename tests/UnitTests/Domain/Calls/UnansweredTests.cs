using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.UnitTests.Domain.Calls;

/// <summary>Which steps leave a call unanswered, written out by hand: then rung phones are told to stop.</summary>
public sealed class UnansweredTests
{
    private static readonly (string Step, string By)[] Rows =
    [
        ("end", "caller"),
        ("ring_timed_out", "server"),
        ("peer_lost", "caller"),
        ("peer_lost", "callee"),
    ];

    public static TheoryData<string, string> AllSteps
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var step in CallTransition.All)
            {
                foreach (var by in new[] { "caller", "callee", "stranger", "server" })
                {
                    all.Add(step.Name, by);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(AllSteps))]
    public void A_ringing_call_is_left_unanswered_by_these_steps_alone(string step, string by) =>
        Call(CallState.Ringing).IsLeftUnansweredBy(Named(step), UserOf(by)).Should().Be(Rows.Contains((step, by)));

    [Theory]
    [MemberData(nameof(AllSteps))]
    public void An_accepted_call_has_been_answered(string step, string by) =>
        Call(CallState.Accepted).IsLeftUnansweredBy(Named(step), UserOf(by)).Should().BeFalse();

    private static CallTransition Named(string step) => CallTransition.All.Single(row => row.Name == step);

    private static CallSession Call(CallState state) =>
        new(SessionId.New(TimeProvider.System.GetUtcNow()), new("caller"), new("callee"), state, DateTimeOffset.UnixEpoch);

    private static UserId? UserOf(string by) => by == "server" ? null : new UserId(by);
}
