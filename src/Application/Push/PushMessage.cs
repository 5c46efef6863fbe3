using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Application.Push;

/// <summary>What a push carries, the same for every service (docs/protocol.md, part 5).</summary>
/// <param name="Caller">Who calls, as the phone shows them.</param>
/// <param name="SentAt">When this push was first begun; its retries say the same.</param>
/// <param name="ExpiresAt">The end of the ring: no attempt is begun past it but the first of a cancellation.</param>
/// <param name="RingToken">Opens <c>GET /calls/{id}</c> and <c>POST /calls/{id}/reject</c> for this call. A secret.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>; null where the caller did not say.</param>
/// <param name="Metadata">The caller's JSON object as it stands, at most 4 KiB; null where there is none.</param>
public sealed record PushMessage(
    PushKind Kind,
    SessionId Session,
    User Caller,
    DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt,
    string RingToken,
    string? Media = null,
    string? Metadata = null);
