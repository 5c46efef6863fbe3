namespace Goring.Domain.Shared;

/// <summary>What came of a step that a client may get wrong: done, or refused with a code. Never an exception.</summary>
public readonly record struct Outcome
{
    private Outcome(ErrorCode? error) => Error = error;

    public static Outcome Done => default;

    /// <summary>The refusal, or null where the step was done.</summary>
    public ErrorCode? Error { get; }

    public bool IsDone => Error is null;

    public static implicit operator Outcome(ErrorCode error) => new(error);

    public static Outcome FromErrorCode(ErrorCode error) => error;
}
