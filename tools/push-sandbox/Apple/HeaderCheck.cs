using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Goring.PushSandbox.Credentials;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Apple;

/// <summary>Whether APNs takes the <c>apns-*</c> headers of a push, after "Sending notification requests to APNs".</summary>
internal sealed partial class HeaderCheck(string bundleId)
{
    private const int LongestCollapseId = 64;

    /// <summary>The year 2286. What is later was meant in milliseconds.</summary>
    private const long LatestExpiration = 9_999_999_999;

    /// <summary>Null: it does.</summary>
    public Answer? Refuse(PushRequest request)
    {
        if (request.Headers["apns-id"].ToString() is { Length: > 0 } id && !LowerCaseUuid().IsMatch(id))
        {
            return ApnsReply.Refused(400, nameof(Apns.BadMessageId));
        }

        if (request.Headers["apns-priority"].ToString() is not ("" or "1" or "5" or "10"))
        {
            return ApnsReply.Refused(400, nameof(Apns.BadPriority));
        }

        if (request.Headers["apns-expiration"].ToString() is { Length: > 0 } expiration && !IsTime(expiration))
        {
            return ApnsReply.Refused(400, nameof(Apns.BadExpirationDate));
        }

        return Encoding.UTF8.GetByteCount(request.Headers["apns-collapse-id"].ToString()) > LongestCollapseId
            ? ApnsReply.Refused(400, nameof(Apns.BadCollapseId))
            : RefuseTopic(request);
    }

    /// <summary>Stricter than Apple, which can do without a push type and, beside a certificate, without a topic.</summary>
    private Answer? RefuseTopic(PushRequest request)
    {
        var topic = request.Headers["apns-topic"].ToString();
        if (topic.Length == 0)
        {
            return ApnsReply.Refused(400, nameof(Apns.MissingTopic));
        }

        var byToken = request.Headers.Authorization.Count > 0;
        if (!Topics.IsOf(topic, bundleId)
            || !byToken
            && request.Context.Connection.ClientCertificate is { } certificate
            && !ClientTopic.Allows(certificate, topic))
        {
            return ApnsReply.Refused(400, nameof(Apns.TopicDisallowed));
        }

        var pushType = request.Headers["apns-push-type"].ToString();
        if (!Topics.IsPushType(pushType))
        {
            return ApnsReply.Refused(400, nameof(Apns.InvalidPushType));
        }

        return Topics.Fits(topic, pushType, bundleId)
            ? null
            : ApnsReply.Refused(400, nameof(Apns.DeviceTokenNotForTopic));
    }

    private static bool IsTime(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= LatestExpiration;

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LowerCaseUuid();
}
