using System.Text.Json;

namespace Goring.PushSandbox.Google;

/// <summary>The fields of a message; JSON for protocol buffers takes each as snake_case and as lowerCamelCase.</summary>
internal sealed class FieldNames(params string[] names)
{
    private readonly HashSet<string> _names =
        [.. names, .. names.Select(name => JsonNamingPolicy.CamelCase.ConvertName(Pascal(name)))];

    public string? FindUnknown(JsonElement message) =>
        message.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !_names.Contains(name));

    public static string Unknown(string name, string at) =>
        $"Invalid JSON payload received. Unknown name \"{name}\"{(at.Length > 0 ? $" at '{at}'" : "")}: Cannot find field.";

    private static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
