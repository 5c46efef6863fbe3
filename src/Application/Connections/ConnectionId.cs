namespace Goring.Application.Connections;

/// <summary>One socket of one user on one instance: random, never reused, so that it can fence a user's slot.</summary>
public readonly record struct ConnectionId(string Value)
{
    /// <summary>
    /// What the id of a connection begins with whose client speaks <c>goring.v1</c>, so that whoever reads a slot
    /// knows that its events are numbered and kept.
    /// </summary>
    public const string ResumablePrefix = "r-";

    public static ConnectionId New(bool resumable) =>
        new((resumable ? ResumablePrefix : "b-") + Guid.NewGuid().ToString("N"));

    /// <summary>Whether its client speaks <c>goring.v1</c>.</summary>
    public bool IsResumable => Value.StartsWith(ResumablePrefix, StringComparison.Ordinal);

    public override string ToString() => Value;
}
