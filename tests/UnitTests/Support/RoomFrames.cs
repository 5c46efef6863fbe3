namespace Goring.UnitTests.Support;

/// <summary>Frames of rooms written out by hand, so that no test asks the code under test what it should have written.</summary>
internal static class RoomFrames
{
    public const string Leave = """{"type":"leave"}""";

    public const string Full = """{"type":"error","payload":{"error":"the room is full","code":"room_full"}}""";

    public const string InNoRoom = """{"type":"error","payload":{"error":"you are in no room","code":"invalid_state"}}""";

    public const string NotThere =
        """{"type":"error","payload":{"error":"there is no such client in your room","code":"user_offline"}}""";

    public const string Fault =
        """{"type":"error","payload":{"error":"the server could not do this, try again","code":"internal_error"}}""";

    public static string Join(string room) => $$$"""{"type":"join","payload":{"room_id":"{{{room}}}"}}""";

    public static string Offer(string client) => $$$"""{"type":"offer","payload":{"client_id":"{{{client}}}","sdp":"v=0"}}""";

    public static string New(FakeRoomSocket client) => About("new-client", client.Name);

    public static string Left(FakeRoomSocket client) => About("leave-client", client.Name);

    public static string About(string type, string client) =>
        $$$"""{"type":"{{{type}}}","payload":{"client_id":"{{{client}}}"}}""";

    /// <param name="message">As it stands between the quotes: escaped.</param>
    public static string Invalid(string message) =>
        $$$"""{"type":"error","payload":{"error":"{{{message}}}","code":"invalid_message"}}""";
}
