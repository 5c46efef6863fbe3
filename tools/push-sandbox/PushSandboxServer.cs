using Goring.PushSandbox.Credentials;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox;

/// <summary>
/// Stands in for Google's token endpoint, FCM HTTP v1 and APNs: checks what is sent to it as they do, answers as a script
/// has it, and keeps what it received. Runs inside a test's own process, or as a program.
/// </summary>
public sealed class PushSandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CredentialFolder _folder;
    private readonly LoadedKeys _keys;
    private readonly PushLog _log;
    private readonly ApnsAuthentication _authentication;
    private bool _disposed;

    private PushSandboxServer(
        PushSandboxOptions options,
        WebApplication app,
        CredentialFolder folder,
        LoadedKeys keys,
        ServiceAccount account,
        SandboxScript script,
        PushLog log)
    {
        (_authentication, _app, _folder, _keys, _log, Script) =
            (options.ApnsAuthentication, app, folder, keys, log, script);
        var ports = SandboxHost.PortsOf(app);
        ControlUrl = Url("http", options.Host, ports[(int)Port.Control]);
        ApnsUrl = Url("https", options.Host, ports[(int)Port.Apns]);
        ApnsDevelopmentUrl = Url("https", options.Host, ports[(int)Port.ApnsDevelopment]);
        Credentials = new(
            account.ToJson(new Uri(ControlUrl, "token")),
            account.ProjectId,
            folder.CaPath,
            folder.ClientPath,
            CredentialFolder.Passphrase,
            folder.ApnsKeyPath,
            CredentialFolder.KeyId,
            CredentialFolder.TeamId,
            options.BundleId);
    }

    /// <summary>Plain HTTP: <c>/token</c>, FCM, the page and <c>/sandbox/*</c>.</summary>
    public Uri ControlUrl { get; }

    /// <summary>What <c>/v1/projects/...</c> comes behind.</summary>
    public Uri FcmUrl => ControlUrl;

    /// <summary>TLS, HTTP/2 only: the production environment.</summary>
    public Uri ApnsUrl { get; }

    /// <summary>TLS, HTTP/2 only: the development environment.</summary>
    public Uri ApnsDevelopmentUrl { get; }

    public SandboxCredentials Credentials { get; }

    /// <summary>What is answered otherwise than usual.</summary>
    public SandboxScript Script { get; }

    /// <summary>What was received and is still kept, oldest first, as of now.</summary>
    public IReadOnlyList<ReceivedPush> Pushes => _log.Pushes;

    /// <summary>Requests for an access token since the last <see cref="Clear"/>, refused ones too.</summary>
    public int TokenRequests => _log.TokenRequests;

    /// <summary>Connections to APNs, of both environments, whose TLS handshake was completed since then.</summary>
    public int ApnsConnections => _log.ApnsConnections;

    /// <summary>The variables that turn Goring towards this sandbox, its production environment and its APNs key.</summary>
    public IReadOnlyDictionary<string, string> Variables => GoringVariables.For(this, _authentication);

    /// <summary><see cref="Variables"/> as lines of a <c>.env</c> file; also in the folder, as <c>push.env</c>.</summary>
    public string DotEnv => GoringVariables.ToDotEnv(this, _authentication);

    /// <exception cref="IOException">A port is taken, or the folder cannot be written to.</exception>
    public static async Task<PushSandboxServer> StartAsync(
        PushSandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var folder = new CredentialFolder(options.Folder);
        LoadedKeys? keys = null;
        WebApplication? app = null;
        try
        {
            folder.Ensure(options.Host, options.BundleId, options.Time.GetUtcNow());
            keys = new LoadedKeys(folder);
            var log = new PushLog(options.KeptPushes);
            var script = new SandboxScript();
            var account = new ServiceAccount(keys.GoogleKey, options.ProjectId);
            app = SandboxHost.Build(options, keys, log);
            SandboxHost.Map(
                app,
                SandboxServices.Create(options, keys, account, script, log, app.Lifetime.ApplicationStopping),
                script,
                log);
            await app.StartAsync(cancellationToken);

            var server = new PushSandboxServer(options, app, folder, keys, account, script, log);
            CredentialFolder.WritePrivate(folder.ServiceAccountPath, server.Credentials.ServiceAccountJson);
            CredentialFolder.WritePrivate(folder.VariablesPath, server.DotEnv);
            return server;
        }
        catch
        {
            // Whatever it was goes on to the caller; nothing of a sandbox that did not start may stay behind.
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            keys?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Forgets pushes and counters. The script, access tokens and connections stay.</summary>
    public void Clear() => _log.Clear();

    /// <summary>Until the program is asked to end.</summary>
    internal Task WaitForEndAsync() => _app.WaitForShutdownAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _keys.Dispose();
        _folder.Dispose();
    }

    private static Uri Url(string scheme, string host, int port) => new UriBuilder(scheme, host, port).Uri;
}
