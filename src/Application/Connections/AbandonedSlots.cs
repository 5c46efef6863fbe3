using System.Collections.Concurrent;
using Goring.Application.Ports;

namespace Goring.Application.Connections;

/// <summary>
/// Slots that name this instance though it holds no such connection: the store failed when they were to be given up,
/// or an earlier process of the same <c>SERVER_ID</c> died with them. <see cref="Upkeep"/> gives them up.
/// </summary>
public sealed class AbandonedSlots
{
    private readonly ConcurrentDictionary<ConnectionId, SlotHolder> _holders = new();

    public void Add(SlotHolder holder) => _holders[holder.Connection] = holder;

    public void Remove(SlotHolder holder) => _holders.TryRemove(holder.Connection, out _);

    public IReadOnlyList<SlotHolder> Snapshot() => [.. _holders.Values];
}
