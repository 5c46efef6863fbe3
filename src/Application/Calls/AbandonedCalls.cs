using System.Collections.Concurrent;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Application.Calls;

/// <summary>
/// Calls whose start the store did not answer in time: the caller was told that it failed, but it may still happen.
/// They are ended as soon as the store answers again, so that nobody is left busy.
/// </summary>
public sealed class AbandonedCalls
{
    private readonly ConcurrentDictionary<SessionId, User> _callers = new();

    public void Add(SessionId session, User caller) => _callers[session] = caller;

    public void Remove(SessionId session) => _callers.TryRemove(session, out _);

    // Not a collection expression: it asks for the count first, and throws where a call has come since.
    public IReadOnlyList<KeyValuePair<SessionId, User>> Snapshot() => _callers.ToArray();
}
