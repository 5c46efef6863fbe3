using System.Collections.Frozen;
using System.Text.Json;
using Goring.Application.Push;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>Apple's table of answers, read (developer.apple.com, "Handling notification responses from APNs").</summary>
internal static class ApnsAnswer
{
    public const string BadDeviceToken = nameof(BadDeviceToken);
    public const string DeviceTokenNotForTopic = nameof(DeviceTokenNotForTopic);
    public const string ExpiredProviderToken = nameof(ExpiredProviderToken);
    public const string IdleTimeout = nameof(IdleTimeout);

    private const string Unregistered = nameof(Unregistered);
    private const string ExpiredToken = nameof(ExpiredToken);

    /// <summary>The last moment that <see cref="DateTimeOffset"/> can hold, in Unix milliseconds.</summary>
    private const long LastMoment = 253_402_300_799_999;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        BadDeviceToken, DeviceTokenNotForTopic, ExpiredProviderToken, IdleTimeout, Unregistered, ExpiredToken,
        "BadCollapseId", "BadExpirationDate", "BadMessageId", "BadPriority", "BadTopic", "DuplicateHeaders",
        "InvalidPushType", "MissingDeviceToken", "MissingTopic", "PayloadEmpty", "TopicDisallowed",
        "BadCertificate", "BadCertificateEnvironment", "BadEnvironmentKeyIdInToken", "BadEnvironmentKeyInToken",
        "Forbidden", "InvalidProviderToken", "MissingProviderToken", "UnrelatedKeyIdInToken",
        "BadPath", "MethodNotAllowed", "PayloadTooLarge", "TooManyProviderTokenUpdates", "TooManyRequests",
        "InternalServerError", "ServiceUnavailable", "Shutdown");

    /// <summary>
    /// What an answer says of the push. A token counts as dead in the environment asked, and by Apple's own word alone:
    /// the status and the reason together.
    /// </summary>
    public static PushAnswer Of(ServiceReply reply)
    {
        var (reason, timestamp) = Read(reply);
        var status = (int)reply.Status;
        return (status, reason) switch
        {
            (200, _) => new PushAnswer.Delivered(),
            (400, BadDeviceToken or DeviceTokenNotForTopic) => new PushAnswer.DeadToken(reason),
            (410, Unregistered or ExpiredToken) => new PushAnswer.DeadToken(reason, timestamp),
            (400, IdleTimeout) or (429 or 503, _) => new PushAnswer.NotNow(reason, reply.RetryAfter),
            _ when status >= 500 => new PushAnswer.NotNow(reason, reply.RetryAfter, MayHaveArrived: true),
            _ => new PushAnswer.Refused(reason),
        };
    }

    private static (string Reason, DateTimeOffset? Timestamp) Read(ServiceReply reply)
    {
        try
        {
            var body = reply.Body.IsEmpty ? null : JsonSerializer.Deserialize(reply.Body.Span, ApnsJson.Default.ApnsErrorBody);
            return (
                body?.Reason is { } reason && Known.Contains(reason) ? reason : PushReasons.Of(reply.Status),
                body?.Timestamp is { } milliseconds and > 0 and <= LastMoment
                    ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                    : null);
        }
        catch (JsonException)
        {
            // A proxy's page, or only the start of a body: the status must do.
            return (PushReasons.Of(reply.Status), null);
        }
    }
}
