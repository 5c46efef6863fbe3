using System.Globalization;
using System.Net;
using System.Text;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Control;

/// <summary>The newest pushes as a page for people. All that was received is escaped, and nothing is loaded from elsewhere.</summary>
internal static class PushPage
{
    private const int Most = 200;

    public static Task WriteAsync(HttpContext context, PushLog log)
    {
        var page = new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="refresh" content="2">
            <title>Push sandbox</title>
            <style>
            body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5em }
            table { border-collapse: collapse; width: 100% }
            th, td { border-bottom: 1px solid #ccc; padding: .3em .6em; text-align: left; vertical-align: top }
            td { overflow-wrap: anywhere }
            pre { margin: 0; white-space: pre-wrap; font-size: 12px }
            </style>
            </head>
            <body>
            <h1>Push sandbox</h1>

            """);
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p>{log.Received} pushes, {log.TokenRequests} token requests, {log.ApnsConnections} connections to APNs</p>\n");
        page.Append("<table>\n<tr><th>Time<th>Service<th>Answer<th>Device<th>Body<th>Headers</tr>\n");
        foreach (var push in log.Pushes.Reverse().Take(Most))
        {
            AppendRow(page, push);
        }

        page.Append("</table>\n</body>\n</html>\n");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    private static void AppendRow(StringBuilder page, ReceivedPush push)
    {
        var environment = push.IsDevelopment ? " (development)" : "";
        var answer = push.Status == 0 ? "none" : $"{push.Status} {push.Reason}";
        page.Append(CultureInfo.InvariantCulture, $"<tr><td>{push.At:HH:mm:ss.fff}")
            .Append(
                CultureInfo.InvariantCulture,
                $"<td>{push.Service}{environment}<br>HTTP/{push.HttpVersion}, connection {push.Connection}")
            .Append("<td>").Append(Escape(answer))
            .Append("<td>").Append(Escape(push.DeviceToken))
            .Append("<td><pre>").Append(Escape(push.Body)).Append("</pre><td><details><summary>Show</summary><pre>");
        foreach (var (name, value) in push.Headers)
        {
            page.Append(Escape($"{name}: {value}\n"));
        }

        page.Append("</pre></details></tr>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
