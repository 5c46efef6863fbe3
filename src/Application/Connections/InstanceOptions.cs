namespace Goring.Application.Connections;

/// <summary>What this instance tells a client of itself.</summary>
/// <param name="ServerId">Unique in the fleet.</param>
/// <param name="Heartbeat">How often it pings an idle client.</param>
public sealed record InstanceOptions(string ServerId, TimeSpan Heartbeat);
