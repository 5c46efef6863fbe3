using System.Collections.Frozen;
using System.Net;
using Goring.Application.Push;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>What a token endpoint that hands out no token means for the push: nothing was sent, so nothing can have arrived.</summary>
internal static class OAuthAnswer
{
    /// <summary>RFC 6749, section 5.2, and what Google adds to it.</summary>
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
        "invalid_scope", "access_denied", "org_internal", "admin_policy_enforced", "deleted_client", "disabled_client");

    /// <summary>It could not be reached, or did not answer in time.</summary>
    public static PushAnswer NotReached { get; } = new PushAnswer.NotNow("OAuthNotReached");

    /// <summary>It answered with something that is no token.</summary>
    public static PushAnswer NotUnderstood { get; } = new PushAnswer.NotNow("OAuthNotUnderstood");

    /// <param name="status">Null where the library does not say.</param>
    /// <param name="error">The endpoint's word, shown only where it is a known one.</param>
    public static PushAnswer Of(HttpStatusCode? status, string? error)
    {
        if (status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            return new PushAnswer.NotNow($"OAuth{PushReasons.Of(status.Value)}");
        }

        if (error is not null && Known.Contains(error))
        {
            return new PushAnswer.Refused(error);
        }

        return status >= HttpStatusCode.BadRequest
            ? new PushAnswer.Refused($"OAuth{PushReasons.Of(status.Value)}")
            : NotUnderstood;
    }
}
