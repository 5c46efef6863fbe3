using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>Who may take which step of a call, written out by hand: both parties have a socket.</summary>
public static class StepTable
{
    private const string Unauthorized = "Unauthorized";
    private const string InvalidState = "InvalidState";

    /// <summary>Accepted already; step; by whom; the error, or null where it is done.</summary>
    public static TheoryData<bool, string, string, string?> Rows => new()
    {
        { false, "accept", "callee", null },
        { false, "accept", "caller", Unauthorized },
        { false, "accept", "stranger", Unauthorized },
        { false, "accept", "server", Unauthorized },
        { false, "reject", "callee", null },
        { false, "reject", "caller", Unauthorized },
        { false, "reject", "stranger", Unauthorized },
        { false, "reject", "server", Unauthorized },
        { false, "end", "callee", null },
        { false, "end", "caller", null },
        { false, "end", "stranger", Unauthorized },
        { false, "end", "server", Unauthorized },
        { false, "relay", "callee", InvalidState },
        { false, "relay", "caller", InvalidState },
        { false, "relay", "stranger", Unauthorized },
        { false, "relay", "server", Unauthorized },
        { false, "ring_timed_out", "callee", Unauthorized },
        { false, "ring_timed_out", "caller", Unauthorized },
        { false, "ring_timed_out", "stranger", Unauthorized },
        { false, "ring_timed_out", "server", null },
        { false, "peer_lost", "callee", InvalidState },
        { false, "peer_lost", "caller", InvalidState },
        { false, "peer_lost", "stranger", Unauthorized },
        { false, "peer_lost", "server", Unauthorized },
        { true, "accept", "callee", InvalidState },
        { true, "accept", "caller", Unauthorized },
        { true, "accept", "stranger", Unauthorized },
        { true, "accept", "server", Unauthorized },
        { true, "reject", "callee", InvalidState },
        { true, "reject", "caller", Unauthorized },
        { true, "reject", "stranger", Unauthorized },
        { true, "reject", "server", Unauthorized },
        { true, "end", "callee", null },
        { true, "end", "caller", null },
        { true, "end", "stranger", Unauthorized },
        { true, "end", "server", Unauthorized },
        { true, "relay", "callee", null },
        { true, "relay", "caller", null },
        { true, "relay", "stranger", Unauthorized },
        { true, "relay", "server", Unauthorized },
        { true, "ring_timed_out", "callee", Unauthorized },
        { true, "ring_timed_out", "caller", Unauthorized },
        { true, "ring_timed_out", "stranger", Unauthorized },
        { true, "ring_timed_out", "server", InvalidState },
        { true, "peer_lost", "callee", InvalidState },
        { true, "peer_lost", "caller", InvalidState },
        { true, "peer_lost", "stranger", Unauthorized },
        { true, "peer_lost", "server", Unauthorized },
    };

    internal static CallTransition TransitionOf(string step) =>
        CallTransition.All.Single(transition => transition.Name == step);

    internal static UserId? UserOf(string by, CallSession session) => by switch
    {
        "caller" => session.Caller,
        "callee" => session.Callee,
        "stranger" => new UserId("a stranger"),
        _ => null,
    };
}
