using Goring.Application.Push;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>Google's table of answers, read (firebase.google.com, "FCM error codes", and google.rpc.Code).</summary>
internal static class FcmAnswer
{
    public const string ThirdPartyAuthError = "THIRD_PARTY_AUTH_ERROR";

    /// <summary>
    /// What an answer says of the push. A token counts as dead by FCM's own word alone: 404 may be a wrong project, and
    /// INVALID_ARGUMENT a fault of ours.
    /// </summary>
    public static PushAnswer Of(ServiceReply reply)
    {
        var error = FcmError.Read(reply.Body);
        var reason = error.Code ?? error.Status ?? PushReasons.Of(reply.Status);
        var status = (int)reply.Status;
        return (status, reason) switch
        {
            (200, _) => new PushAnswer.Delivered(),
            (404, "UNREGISTERED") or (403, "SENDER_ID_MISMATCH") => new PushAnswer.DeadToken(reason),
            (400, "INVALID_ARGUMENT") when error.BlamesTokenAlone => new PushAnswer.DeadToken(reason),
            (429 or 503, _) => new PushAnswer.NotNow(reason, reply.RetryAfter),
            _ when status >= 500 => new PushAnswer.NotNow(reason, reply.RetryAfter, MayHaveArrived: true),
            _ => new PushAnswer.Refused(reason),
        };
    }
}
