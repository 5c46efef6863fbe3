using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Application.Connections;

/// <summary>
/// Where the other party of a call was last seen: at a socket of this instance, of the base protocol, so that nothing that
/// it is sent has to be numbered and kept.
/// </summary>
/// <param name="Session">The call.</param>
/// <param name="User">The other party.</param>
/// <param name="Connection">Their socket.</param>
/// <param name="IsCaller">Whether they are known to have begun the call.</param>
public sealed record Neighbour(SessionId Session, UserId User, ConnectionId Connection, bool IsCaller);
