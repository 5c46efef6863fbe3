using System.Text.Json;
using Goring.Application.Protocol;
using Goring.Domain.Users;

namespace Goring.Application.Push;

/// <summary>What the pushes of a call tell of it, kept with them: the session is gone when the last is sent.</summary>
/// <param name="Media">As <see cref="PushMessage.Media"/>.</param>
/// <param name="Metadata">As <see cref="PushMessage.Metadata"/>.</param>
public sealed record PushContent(User Caller, string? Media = null, string? Metadata = null)
{
    /// <summary>For a store to keep.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new PushContentJson(UserInfo.Of(Caller), Media, Metadata), WireJson.Wire.PushContentJson);

    /// <summary>What <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It was not written by us.</exception>
    public static PushContent FromJson(string json)
    {
        var content = JsonSerializer.Deserialize(json, WireJson.Wire.PushContentJson) ?? throw new JsonException();
        var caller = content.Caller;
        return new(
            new User(new(caller.UserId), caller.Name, caller.Username, caller.ImageProfile), content.Media, content.Metadata);
    }
}

/// <summary><see cref="PushContent"/> in a store; metadata as text, so that it stays as the caller wrote it.</summary>
internal sealed record PushContentJson(UserInfo Caller, string? Media, string? Metadata);
