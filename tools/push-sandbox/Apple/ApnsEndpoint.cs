using System.Text.RegularExpressions;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Apple;

/// <summary>Everything that comes to a port of APNs: <c>POST /3/device/{token}</c> and what is not that.</summary>
internal sealed partial class ApnsEndpoint(
    ProviderCheck provider, HeaderCheck headers, SandboxScript script, PushLog log, Delivery delivery, TimeProvider time)
{
    private const string Path = "/3/device/";

    public async Task HandleAsync(HttpContext context)
    {
        var request = await PushRequest.ReadAsync(context, time);
        var path = context.Request.Path.Value ?? "";
        var deviceToken = path.StartsWith(Path, StringComparison.Ordinal) ? path[Path.Length..] : "";

        var answer = RefusePath(context.Request.Method, path, deviceToken)
            ?? provider.Refuse(request)
            ?? headers.Refuse(request)
            ?? PayloadCheck.Refuse(request)
            ?? RefuseDevice(deviceToken, request.Connection.Port == Port.ApnsDevelopment)
            ?? ApnsReply.Accepted.With(script.Take(PushService.Apns, deviceToken), ApnsReply.BodyOf);
        if (answer.Reason == nameof(Apns.ExpiredProviderToken))
        {
            // Checked or scripted: the sender is told to come with another token at once.
            request.Connection.ForgetProviderToken();
        }

        log.Add(request.Answered(PushService.Apns, deviceToken, answer));
        SetIds(context, request.Connection);
        await delivery.SendAsync(context, answer);
    }

    private static Answer? RefusePath(string method, string path, string deviceToken)
    {
        if (!path.StartsWith(Path, StringComparison.Ordinal) || deviceToken.Contains('/', StringComparison.Ordinal))
        {
            return ApnsReply.Refused(404, nameof(Apns.BadPath));
        }

        if (!HttpMethods.IsPost(method))
        {
            return ApnsReply.Refused(405, nameof(Apns.MethodNotAllowed));
        }

        return deviceToken.Length == 0 ? ApnsReply.Refused(400, nameof(Apns.MissingDeviceToken)) : null;
    }

    private Answer? RefuseDevice(string deviceToken, bool development) =>
        deviceToken.Length % 2 == 0 && Hexadecimal().IsMatch(deviceToken) && script.IsKnown(deviceToken, development)
            ? null
            : ApnsReply.Refused(400, nameof(Apns.BadDeviceToken));

    private static void SetIds(HttpContext context, SandboxConnection connection)
    {
        var given = context.Request.Headers["apns-id"].ToString();
        context.Response.Headers["apns-id"] = given.Length > 0 ? given : Guid.NewGuid().ToString();
        if (connection.Port == Port.ApnsDevelopment)
        {
            context.Response.Headers["apns-unique-id"] = Guid.NewGuid().ToString();
        }
    }

    /// <summary>32 bytes for a long time; Apple says that they may become longer, up to 100.</summary>
    [GeneratedRegex("^[0-9a-fA-F]{64,200}\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hexadecimal();
}
