namespace Goring.Domain.Calls;

/// <summary>Where a call stands. <see cref="Rejected"/> and <see cref="Ended"/> are final.</summary>
public enum CallState
{
    Ringing,
    Accepted,
    Rejected,
    Ended,
}
