using Goring.IntegrationTests.Harness;
using Goring.Web;
using Goring.Web.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goring.IntegrationTests.Client;

/// <summary>A server with a folder of its own for the web client, in which what a build leaves there was written by hand.</summary>
public sealed class BuiltClient : IAsyncLifetime
{
    public const string Page = "<!doctype html><title>The page</title>";

    public static readonly string Script = string.Concat(Enumerable.Repeat("console.log('the script');", 100));

    private readonly string _folder = Directory.CreateTempSubdirectory("goring-client-").FullName;
    private GoringServer? _server;

    public Uri Url => _server!.Url;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "assets"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "index.html"), Page);
        await File.WriteAllTextAsync(Path.Combine(_folder, "icon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        await File.WriteAllTextAsync(Path.Combine(_folder, "assets", "index-abc123.js"), Script);
        _server = await StartAsync(_folder);
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A server in Development whose client lies in <paramref name="folder"/>.</summary>
    internal static Task<GoringServer> StartAsync(string folder)
    {
        var variables = TestSettings.With();
        var builder = WebApplication.CreateBuilder(
            ["--environment=Development", $"--urls=http://127.0.0.1:{variables["PORT"]}"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddSingleton(new ClientFolder(folder));
        builder.Services.AddGoring(builder.Configuration, builder.Environment);
        return GoringServer.StartAsync(builder.Build().MapGoring(), variables);
    }
}
