namespace Goring.Application.Connections;

/// <summary>A frame that somebody else caused, on its way to one user's socket.</summary>
/// <param name="Frame">The exact bytes for the socket, <c>seq</c> included where there is one.</param>
/// <param name="Seq">Its place in the user's resumable session, from 1; 0 for a client of the base protocol, and for
/// a frame that nobody has numbered yet.</param>
public readonly record struct ServerEvent(ReadOnlyMemory<byte> Frame, long Seq = 0);
