using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.PushSandbox.Requests;
using Microsoft.Net.Http.Headers;

namespace Goring.PushSandbox.Google;

/// <summary><c>POST /v1/projects/{project}/messages:send</c>, as FCM HTTP v1.</summary>
internal sealed class FcmEndpoint(
    string projectId, AccessTokens tokens, SandboxScript script, PushLog log, Delivery delivery, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context)
    {
        var request = await PushRequest.ReadAsync(context, time);
        var deviceToken = "";
        var answer = RefuseSender(context) ?? RefuseMessage(request.Body, out deviceToken) ?? RefuseProject(context);
        answer ??= Accepted().With(script.Take(PushService.Fcm, deviceToken), GoogleError.BodyOf);
        log.Add(request.Answered(PushService.Fcm, deviceToken, answer));
        await delivery.SendAsync(context, answer);
    }

    private Answer? RefuseSender(HttpContext context)
    {
        const string scheme = "Bearer ";
        var authorization = context.Request.Headers[HeaderNames.Authorization].ToString();
        if (authorization.Length == 0)
        {
            return GoogleError.Unauthenticated("CREDENTIALS_MISSING");
        }

        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && tokens.IsGood(authorization[scheme.Length..])
                ? null
                : GoogleError.Unauthenticated("ACCESS_TOKEN_EXPIRED");
    }

    private static Answer? RefuseMessage(byte[] body, out string deviceToken)
    {
        deviceToken = "";
        try
        {
            using var document = JsonDocument.Parse(body);
            deviceToken = FcmMessageCheck.DeviceTokenOf(document.RootElement);
            return FcmMessageCheck.Refuse(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter is half of a surrogate pair, which is found only when its string is read.
            return GoogleError.BadField("", "Invalid JSON payload received.");
        }
    }

    private Answer? RefuseProject(HttpContext context) =>
        (string?)context.Request.RouteValues["project"] == projectId ? null : GoogleError.NoSuchProject();

    private Answer Accepted() => new(
        200, null, new JsonObject { ["name"] = $"projects/{projectId}/messages/{Guid.NewGuid():N}" }.ToJsonString());
}
