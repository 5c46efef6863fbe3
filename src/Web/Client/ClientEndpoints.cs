using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;

namespace Goring.Web.Client;

/// <summary>
/// The web client at <c>/</c>: a route for each of its files, and its page under every address that the client itself
/// makes. There is no catch-all, so an address that nobody knows stays a 404. Where the client was not built, a short
/// page says so.
/// </summary>
internal static class ClientEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The addresses that are views of the one page.</summary>
    private static readonly string[] Views = ["/", "/room/{name}"];

    public static void MapClient(this IEndpointRouteBuilder routes, ClientFolder folder, ILogger logger)
    {
        var files = folder.Read();
        var page = files.FirstOrDefault(file => file.Name == ClientFile.PageName);
        foreach (var view in Views)
        {
            routes.MapMethods(view, Methods, page is null ? Explain(folder) : Send(page));
        }

        foreach (var file in files.Where(file => file != page))
        {
            routes.MapMethods($"/{file.Name}", Methods, Send(file));
        }

        if (page is not null)
        {
            logger.ClientServed();
        }
        else
        {
            logger.ClientMissing(folder.WhyMissing ?? "it was not built");
        }
    }

    private static RequestDelegate Send(ClientFile file) => context =>
    {
        var headers = context.Response.Headers;
        ClientHeaders.Write(headers);
        headers.CacheControl = file.CacheControl;
        headers.Vary = HeaderNames.AcceptEncoding;
        var content = file.Plain;
        if (file.Gzipped is { } gzipped && TakesGzip(context.Request))
        {
            headers.ContentEncoding = "gzip";
            content = gzipped;
        }

        return TypedResults.Bytes(content, file.ContentType, entityTag: file.Tag).ExecuteAsync(context);
    };

    private static RequestDelegate Explain(ClientFolder folder)
    {
        var why = folder.WhyMissing is { } reason ? $"<p>{HtmlEncoder.Default.Encode(reason)}</p>" : "";
        var text = $"""
            <!doctype html>
            <html lang="en">
            <title>Goring</title>
            <h1>Goring is running</h1>
            <p>The web client was not built with it. Clients can connect all the same, at /ws.</p>
            {why}
            <p>To have it here, install Node.js 20.19 or newer with npm and start the server with
            <code>dotnet run --project src/Web</code>.</p>
            </html>

            """;
        return context =>
        {
            ClientHeaders.Write(context.Response.Headers);
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Content(text, "text/html; charset=utf-8").ExecuteAsync(context);
        };
    }

    private static bool TakesGzip(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var codings)
        && codings.Any(coding => coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && coding.Quality != 0);
}
