namespace Goring.PushSandbox;

/// <summary>Scripted answers as APNs gives them, after Apple's "Handling notification responses from APNs".</summary>
public static class Apns
{
    public static ScriptedAnswer BadCollapseId { get; } = Of(400, nameof(BadCollapseId));

    public static ScriptedAnswer BadDeviceToken { get; } = Of(400, nameof(BadDeviceToken));

    public static ScriptedAnswer BadExpirationDate { get; } = Of(400, nameof(BadExpirationDate));

    public static ScriptedAnswer BadMessageId { get; } = Of(400, nameof(BadMessageId));

    public static ScriptedAnswer BadPriority { get; } = Of(400, nameof(BadPriority));

    public static ScriptedAnswer BadTopic { get; } = Of(400, nameof(BadTopic));

    public static ScriptedAnswer DeviceTokenNotForTopic { get; } = Of(400, nameof(DeviceTokenNotForTopic));

    public static ScriptedAnswer DuplicateHeaders { get; } = Of(400, nameof(DuplicateHeaders));

    public static ScriptedAnswer IdleTimeout { get; } = Of(400, nameof(IdleTimeout));

    public static ScriptedAnswer InvalidPushType { get; } = Of(400, nameof(InvalidPushType));

    public static ScriptedAnswer MissingDeviceToken { get; } = Of(400, nameof(MissingDeviceToken));

    public static ScriptedAnswer MissingTopic { get; } = Of(400, nameof(MissingTopic));

    public static ScriptedAnswer PayloadEmpty { get; } = Of(400, nameof(PayloadEmpty));

    public static ScriptedAnswer TopicDisallowed { get; } = Of(400, nameof(TopicDisallowed));

    public static ScriptedAnswer BadCertificate { get; } = Of(403, nameof(BadCertificate));

    public static ScriptedAnswer BadCertificateEnvironment { get; } = Of(403, nameof(BadCertificateEnvironment));

    public static ScriptedAnswer BadEnvironmentKeyIdInToken { get; } = Of(403, nameof(BadEnvironmentKeyIdInToken));

    public static ScriptedAnswer ExpiredProviderToken { get; } = Of(403, nameof(ExpiredProviderToken));

    public static ScriptedAnswer Forbidden { get; } = Of(403, nameof(Forbidden));

    public static ScriptedAnswer InvalidProviderToken { get; } = Of(403, nameof(InvalidProviderToken));

    public static ScriptedAnswer MissingProviderToken { get; } = Of(403, nameof(MissingProviderToken));

    public static ScriptedAnswer UnrelatedKeyIdInToken { get; } = Of(403, nameof(UnrelatedKeyIdInToken));

    public static ScriptedAnswer BadPath { get; } = Of(404, nameof(BadPath));

    public static ScriptedAnswer MethodNotAllowed { get; } = Of(405, nameof(MethodNotAllowed));

    public static ScriptedAnswer PayloadTooLarge { get; } = Of(413, nameof(PayloadTooLarge));

    public static ScriptedAnswer TooManyProviderTokenUpdates { get; } = Of(429, nameof(TooManyProviderTokenUpdates));

    public static ScriptedAnswer TooManyRequests { get; } = Of(429, nameof(TooManyRequests));

    public static ScriptedAnswer InternalServerError { get; } = Of(500, nameof(InternalServerError));

    public static ScriptedAnswer ServiceUnavailable { get; } = Of(503, nameof(ServiceUnavailable));

    public static ScriptedAnswer Shutdown { get; } = Of(503, nameof(Shutdown));

    /// <summary>410: the app is gone from the device since <paramref name="at"/>.</summary>
    public static ScriptedAnswer Unregistered(DateTimeOffset at) =>
        Of(410, nameof(Unregistered)) with { UnregisteredAt = at };

    /// <summary>410: the device token is no longer good since <paramref name="at"/>.</summary>
    public static ScriptedAnswer ExpiredToken(DateTimeOffset at) =>
        Of(410, nameof(ExpiredToken)) with { UnregisteredAt = at };

    private static ScriptedAnswer Of(int status, string reason) => new() { Status = status, Reason = reason };
}
