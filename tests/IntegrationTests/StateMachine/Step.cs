namespace Goring.IntegrationTests.StateMachine;

/// <summary>What somebody does. A step that makes no sense where it stands is skipped by model and server alike.</summary>
internal enum StepKind
{
    ConnectBase,
    ConnectV1,
    Lose,
    Return,
    Start,
    Accept,
    Reject,
    End,
    Check,
    Relay,
    RingsExpire,
    GracesExpire,
}

/// <param name="User">Who does it, 0 to 3.</param>
/// <param name="Other">Whom they call; how many events were lost on the way with the socket.</param>
/// <param name="Call">Which call it is about: the newest (0), the one before it (1) or the one before that (2).</param>
internal sealed record Step(StepKind Kind, int User, int Other, int Call)
{
    public const int Users = 4;

    /// <summary>How often each kind comes: what moves a call along, more often than what cuts it off.</summary>
    private static readonly StepKind[] Kinds =
    [
        StepKind.ConnectBase, StepKind.ConnectV1, StepKind.ConnectV1, StepKind.Lose, StepKind.Lose,
        StepKind.Return, StepKind.Return, StepKind.Return,
        StepKind.Start, StepKind.Start, StepKind.Start, StepKind.Start,
        StepKind.Accept, StepKind.Accept, StepKind.Accept, StepKind.Accept,
        StepKind.Reject, StepKind.End, StepKind.End, StepKind.Check,
        StepKind.Relay, StepKind.Relay, StepKind.Relay, StepKind.Relay,
        StepKind.RingsExpire, StepKind.GracesExpire,
    ];

    /// <summary>Any number is a step, so that a failing sequence shrinks as numbers do.</summary>
    public static Step From(int number)
    {
        var rest = number & int.MaxValue;
        return new(
            Kinds[Next(Kinds.Length)],
            Next(Users),
            Next(Users),
            Next(8) switch { 0 => 2, 1 => 1, _ => 0 });

        int Next(int count)
        {
            var value = rest % count;
            rest /= count;
            return value;
        }
    }

    public override string ToString() => $"{Kind} user {User} other {Other} call -{Call}";
}
