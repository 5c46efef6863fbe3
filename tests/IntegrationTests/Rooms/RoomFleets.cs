using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Where anybody may come to the rooms; guests connect to either side.</summary>
public sealed class EmbeddedRoomFleet : EmbeddedFleet
{
    protected override (string Name, string? Value)[] Settings => [("ROOMS_ANONYMOUS", "true")];
}

/// <inheritdoc cref="EmbeddedRoomFleet"/>
public sealed class RedisRoomFleet : RedisFleet
{
    protected override (string Name, string? Value)[] Settings => [("ROOMS_ANONYMOUS", "true")];
}

/// <inheritdoc cref="EmbeddedRoomFleet"/>
public sealed class RedisPairRoomFleet : RedisPairFleet
{
    protected override (string Name, string? Value)[] Settings => [("ROOMS_ANONYMOUS", "true")];
}
