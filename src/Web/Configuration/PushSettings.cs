using Goring.Infrastructure.Push.Apns;
using Goring.Infrastructure.Push.Fcm;

namespace Goring.Web.Configuration;

/// <summary>The push services that are configured; a half-configured one stops the start.</summary>
/// <param name="Fcm">Null: no pushes to Android.</param>
/// <param name="Apns">Null: no pushes to iPhones.</param>
/// <param name="CancelOverApns">Whether an iPhone that was rung is told by a push that the call is over.</param>
internal sealed record PushSettings(FcmOptions? Fcm, ApnsOptions? Apns, bool CancelOverApns)
{
    public static PushSettings Read(SettingsReader reader) => new(
        FcmSettings.Read(reader),
        ApnsSettings.Read(reader),
        reader.OneOf("APNS_CANCEL", true, ("voip", true), ("none", false)));

    /// <summary>One of these is missing beside another that means nothing without it.</summary>
    public static SettingException Missing(string name, string beside) =>
        SettingException.For(name, $"is required with {beside}");

    /// <summary>Where a service is; null where the variable is unset.</summary>
    public static Uri? Endpoint(SettingsReader reader, string name, params ReadOnlySpan<string> schemes)
    {
        if (reader.Text(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && schemes.Contains(uri.Scheme)
            && uri is { Host.Length: > 0, Query: "", Fragment: "", UserInfo: "" }
                ? uri
                : throw SettingException.For(name, $"wants an absolute {string.Join(" or ", schemes!)} URI");
    }
}
