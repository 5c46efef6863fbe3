using System.Globalization;
using Goring.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Goring.IntegrationTests.Harness;

/// <summary>The server inside the test's own process: its real host on a real port.</summary>
public sealed class GoringServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GoringServer(WebApplication app, int port, string serverId)
    {
        _app = app;
        Port = port;
        ServerId = serverId;
    }

    public int Port { get; }

    public string ServerId { get; }

    public Uri Url => new($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/");

    public Uri WebSocketUrl => new($"ws://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/ws");

    public IServiceProvider Services => _app.Services;

    /// <param name="settings">Variables over <see cref="TestSettings"/>.</param>
    public static Task<GoringServer> StartAsync(params (string Name, string? Value)[] settings) =>
        StartAsync("Production", settings);

    public static async Task<GoringServer> StartAsync(
        string environment, params (string Name, string? Value)[] settings)
    {
        var variables = TestSettings.With(settings);
        var app = GoringHost.Build([$"--environment={environment}"], variables, builder => SuiteLog.AddTo(builder.Logging));
        return await StartAsync(app, variables);
    }

    /// <summary>A host of the test's own making, which listens on the port of its variables.</summary>
    public static async Task<GoringServer> StartAsync(WebApplication app, IReadOnlyDictionary<string, string?> variables)
    {
        await app.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return new(app, int.Parse(variables["PORT"]!, CultureInfo.InvariantCulture), variables["SERVER_ID"]!);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task StopAsync() => _app.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }
}
