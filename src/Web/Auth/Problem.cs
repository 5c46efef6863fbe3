using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Goring.Web.Auth;

/// <summary>A short JSON problem (RFC 9457) in place of an upgrade or an answer.</summary>
internal static class Problem
{
    /// <param name="code">The error code of docs/protocol.md, part 2, where one fits: the field <c>code</c>.</param>
    /// <param name="retryAfter">After how many seconds another try makes sense; 0: nobody can say.</param>
    public static Task WriteAsync(
        HttpContext context, int status, string detail, string? code = null, int retryAfter = 0)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (retryAfter > 0)
        {
            context.Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(
            detail,
            statusCode: status,
            title: ReasonPhrases.GetReasonPhrase(status),
            extensions: code is null ? null : new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(context);
    }
}
