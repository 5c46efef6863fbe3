using Goring.Application.Rooms;
using Goring.Web.Configuration;

namespace Goring.Web.Rooms;

/// <summary>Who may use rooms, and how.</summary>
/// <param name="Anonymous">Whether no token is asked for. One that is given must be good all the same.</param>
/// <param name="Options">The rules of rooms.</param>
internal sealed record RoomSettings(bool Anonymous, RoomOptions Options)
{
    /// <summary>Each member of a mesh sends to all others: more than a few dozen is beyond any device.</summary>
    private const int MostMembers = 256;

    /// <summary>How often clients are pinged (docs/protocol.md, part 4).</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    public static RoomSettings Read(SettingsReader reader, IHostEnvironment environment) => new(
        reader.Flag("ROOMS_ANONYMOUS", environment.IsDevelopment()),
        new RoomOptions(reader.Number("ROOM_MAX_MEMBERS", 16, 2, MostMembers)));
}
