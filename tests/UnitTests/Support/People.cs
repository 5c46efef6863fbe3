using Goring.Domain.Users;

namespace Goring.UnitTests.Support;

/// <summary>The users of the tests, and how the wire shows them to their peers.</summary>
internal static class People
{
    public const string AliceInfo =
        """{"user_id":"alice","name":"Alice","username":"al","image_profile":"https://img.test/a.png"}""";

    public const string BobInfo = """{"user_id":"bob"}""";

    /// <summary>Every field of the profile is set.</summary>
    public static readonly User Alice = new(new UserId("alice"), "Alice", "al", "https://img.test/a.png");

    /// <summary>No field of the profile is set.</summary>
    public static readonly User Bob = new(new UserId("bob"));

    public static readonly User Carol = new(new UserId("carol"), Name: "Carol");

    public static readonly User Dave = new(new UserId("dave"));
}
