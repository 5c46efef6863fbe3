using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.PushSandbox.Requests;

/// <summary>Sends answers: late, not at all, or with the end of the connection, as the script has it.</summary>
internal sealed class Delivery(TimeProvider time, CancellationToken stopping)
{
    /// <summary>Kestrel tells nobody when an answer's last byte has left. On loopback this is long enough.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(50);

    public async Task SendAsync(HttpContext context, Answer answer)
    {
        var connection = context.Features.GetRequiredFeature<SandboxConnection>();
        if (answer.Delay > TimeSpan.Zero && !await WaitAsync(context, answer.Delay))
        {
            // Only to return would be an answer: an empty 200.
            context.Abort();
            return;
        }

        switch (answer.Connection)
        {
            case ConnectionFate.Hang:
                await WaitAsync(context, Timeout.InfiniteTimeSpan);
                context.Abort();
                return;
            case ConnectionFate.CutBeforeAnswer:
                // A client that has not yet read how HTTP/2 begins takes the cut for a refusal to begin it.
                await Task.Delay(OnItsWay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                connection.Cut();
                return;
            case ConnectionFate.GoAway:
                connection.CloseInOrder();
                break;
        }

        await WriteAsync(context, answer);
        if (answer.Connection == ConnectionFate.CutAfterAnswer)
        {
            await Task.Delay(OnItsWay, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            connection.Cut();
        }
    }

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        if (answer.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter =
                ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var body = Encoding.UTF8.GetBytes(answer.Body);
        context.Response.ContentLength = body.Length;
        if (body.Length > 0)
        {
            context.Response.ContentType = answer.ContentType;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }

        await context.Response.CompleteAsync();
    }

    /// <summary>False where the client gave up, or the sandbox stops, before the time was over.</summary>
    private async Task<bool> WaitAsync(HttpContext context, TimeSpan wait)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(wait, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !either.IsCancellationRequested;
    }
}
