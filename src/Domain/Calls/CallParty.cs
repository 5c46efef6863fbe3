namespace Goring.Domain.Calls;

/// <summary>Who may take a step of a call.</summary>
[Flags]
public enum CallParty
{
    /// <summary>Nobody in the call: the server itself, when time runs out.</summary>
    None = 0,
    Caller = 1,
    Callee = 2,
    Either = Caller | Callee,
}
