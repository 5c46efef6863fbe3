using System.Text.Json;

namespace Goring.Application.Protocol;

/// <summary>
/// Writes a user inside of a message to the very bytes that <see cref="WireJson"/> would. The serializer itself keeps a stack, of 300
/// bytes, for each object that stands in another, which every ring, answer and end has.
/// </summary>
internal sealed class UserInfoWriter : WriteOnlyConverter<UserInfo>
{
    public override void Write(Utf8JsonWriter writer, UserInfo value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("user_id"u8, value.UserId);
        WriteIfThere(writer, "name"u8, value.Name);
        WriteIfThere(writer, "username"u8, value.Username);
        WriteIfThere(writer, "image_profile"u8, value.ImageProfile);
        writer.WriteEndObject();
    }

    private static void WriteIfThere(Utf8JsonWriter writer, ReadOnlySpan<byte> field, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(field, text);
        }
    }
}
