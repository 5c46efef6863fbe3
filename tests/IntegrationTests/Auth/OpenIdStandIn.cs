using System.Globalization;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Goring.IntegrationTests.Auth;

/// <summary>An OpenID provider on loopback: its discovery document, its keys, and what a test makes go wrong with them.</summary>
internal sealed class OpenIdStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _fetches;

    private OpenIdStandIn(WebApplication app, string address)
    {
        _app = app;
        Address = address;
        Issuer = address;
    }

    public string Address { get; }

    /// <summary>What the discovery document says that it is.</summary>
    public string Issuer { get; set; }

    /// <summary>The keys of the set.</summary>
    public IReadOnlyList<JsonObject> Keys { get; set; } = [];

    /// <summary>In place of both documents.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    /// <summary>How often the keys were asked for.</summary>
    public int Fetches => Volatile.Read(ref _fetches);

    public static Task<OpenIdStandIn> StartAsync(params JsonObject[] keys) => StartAsync(FreePort.Take(), keys);

    public static async Task<OpenIdStandIn> StartAsync(int port, params JsonObject[] keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        var app = builder.Build();
        var provider = new OpenIdStandIn(app, $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") { Keys = keys };
        app.MapGet("/.well-known/openid-configuration", context => provider.AnswerAsync(context, () => new JsonObject
        {
            ["issuer"] = provider.Issuer,
            ["jwks_uri"] = $"{provider.Address}/keys",
        }));
        app.MapGet("/keys", context =>
        {
            Interlocked.Increment(ref provider._fetches);
            return provider.AnswerAsync(context, () => new JsonObject
            {
                ["keys"] = new JsonArray([.. provider.Keys.Select(key => key.DeepClone())]),
            });
        });
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context, Func<JsonObject> document)
    {
        if (Instead is { } instead)
        {
            return instead(context);
        }

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(document().ToJsonString());
    }
}
