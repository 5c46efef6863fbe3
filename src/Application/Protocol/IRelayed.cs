namespace Goring.Application.Protocol;

/// <summary>A message that goes on to somebody else: it keeps the sender's bytes.</summary>
public interface IRelayed
{
    /// <summary>The type the sender gave it, UTF-8.</summary>
    ReadOnlyMemory<byte> WireType { get; set; }

    /// <summary>
    /// The sender's bytes: a view into their frame, valid while the command runs; of a message that may overlap
    /// (<see cref="ClientMessage.MayOverlap"/>) until its handler first waits, and empty from then on.
    /// </summary>
    ReadOnlyMemory<byte> Payload { get; set; }
}
