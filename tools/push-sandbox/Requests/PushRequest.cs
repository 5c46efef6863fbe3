using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.PushSandbox.Requests;

/// <summary>A request whose body has been read.</summary>
internal sealed record PushRequest(HttpContext Context, SandboxConnection Connection, byte[] Body, DateTimeOffset At)
{
    /// <summary>Far beyond the largest push of either vendor: what is larger is refused by Kestrel, without an answer.</summary>
    public const int LargestBody = 256 * 1024;

    public IHeaderDictionary Headers => Context.Request.Headers;

    public static async Task<PushRequest> ReadAsync(HttpContext context, TimeProvider time)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new(
            context, context.Features.GetRequiredFeature<SandboxConnection>(), body.ToArray(), time.GetUtcNow());
    }

    public ReceivedPush Answered(PushService service, string deviceToken, Answer answer) => new(
        service,
        deviceToken,
        Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Encoding.UTF8.GetString(Body),
        answer.IsGiven ? answer.Status : 0,
        answer.IsGiven ? answer.Reason : null,
        At,
        Connection.Number,
        Context.Request.Protocol == "HTTP/2" ? new(2, 0) : new(1, 1),
        Connection.Port == Port.ApnsDevelopment);
}
