using System.Text.Json;
using Goring.Domain.Users;

namespace Goring.Application.Protocol;

/// <summary>A profile as a store keeps it beside a session: the JSON that peers are sent.</summary>
public static class ProfileJson
{
    /// <summary>Empty for nobody.</summary>
    public static string Of(User? user) =>
        user is null ? "" : JsonSerializer.Serialize(UserInfo.Of(user), WireJson.Wire.UserInfo);

    /// <summary>The profile of <paramref name="id"/>, or null where there is none, or none that can be read.</summary>
    public static User? Parse(string? json, UserId id) => Parse(json) is { } profile ? profile with { Id = id } : null;

    /// <summary>The profile, with the user id that stands in it.</summary>
    public static User? Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return null;
        }

        try
        {
            var info = JsonSerializer.Deserialize(json, WireJson.Wire.UserInfo);
            return info is null
                ? null
                : new User(new UserId(info.UserId), info.Name, info.Username, info.ImageProfile);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
