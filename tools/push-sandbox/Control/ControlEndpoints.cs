using System.Text.Json;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Control;

/// <summary>What a person or a client's test asks of the sandbox itself.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, SandboxScript script, PushLog log)
    {
        routes.MapGet("/", context => PushPage.WriteAsync(context, log));
        routes.MapGet("/sandbox/pushes", context => context.Response.WriteAsJsonAsync(
            new Received(log.TokenRequests, log.ApnsConnections, log.Received, log.Pushes),
            SandboxJson.Control,
            context.RequestAborted));
        routes.MapDelete("/sandbox/pushes", context =>
        {
            log.Clear();
            return NoContentAsync(context);
        });
        routes.MapPost("/sandbox/script", context => AddToScriptAsync(context, script));
        routes.MapDelete("/sandbox/script", context =>
        {
            script.Clear();
            return NoContentAsync(context);
        });
    }

    private static async Task AddToScriptAsync(HttpContext context, SandboxScript script)
    {
        string? problem;
        try
        {
            // Whatever content type it says: it is typed by hand, with curl.
            var request = await JsonSerializer.DeserializeAsync<ScriptRequest>(
                context.Request.Body, SandboxJson.Control, context.RequestAborted);
            problem = request is null ? "the body must be an object" : request.ApplyTo(script);
        }
        catch (JsonException error)
        {
            problem = error.Message;
        }

        if (problem is null)
        {
            await NoContentAsync(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(new Problem(problem), SandboxJson.Control, context.RequestAborted);
    }

    private static Task NoContentAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private sealed record Received(
        int TokenRequests, int ApnsConnections, int PushRequests, IReadOnlyList<ReceivedPush> Pushes);

    private sealed record Problem(string Error);
}
