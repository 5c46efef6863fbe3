using Microsoft.AspNetCore.WebUtilities;

namespace Goring.Web.Auth;

/// <summary>A short JSON problem (RFC 9457) in place of an upgrade.</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(
            detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status)).ExecuteAsync(context);
}
