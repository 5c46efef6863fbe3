using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Goring.Application.Push;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>One VoIP push as APNs takes it: the path and the headers of docs/protocol.md, part 5.</summary>
internal static class ApnsRequest
{
    /// <param name="providerToken">Null where the connection's certificate says who we are.</param>
    public static HttpRequestMessage Of(
        Uri endpoint,
        string bundleId,
        Device device,
        PushMessage message,
        string? providerToken,
        DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PathOf(endpoint, device))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (providerToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("bearer", providerToken);
        }

        request.Headers.Add("apns-id", ApnsId.Of(device, message));
        request.Headers.Add("apns-topic", $"{bundleId}.voip");
        request.Headers.Add("apns-push-type", "voip");
        request.Headers.Add("apns-priority", "10");
        request.Headers.Add("apns-expiration", ExpirationOf(message, now));
        return request;
    }

    private static Uri PathOf(Uri endpoint, Device device) =>
        new($"{endpoint.AbsoluteUri.TrimEnd('/')}/3/device/{Uri.EscapeDataString(device.Token)}");

    /// <summary>Until when APNs may go on trying; 0, one try and nothing stored, where that is over.</summary>
    private static string ExpirationOf(PushMessage message, DateTimeOffset now)
    {
        var end = message.ExpiresAt.ToUnixTimeSeconds();
        return (end > now.ToUnixTimeSeconds() ? end : 0).ToString(CultureInfo.InvariantCulture);
    }
}
