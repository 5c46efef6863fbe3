namespace Goring.PushSandbox;

/// <summary>How a <see cref="PushSandboxServer"/> is set up. The defaults are those of a test.</summary>
public sealed record PushSandboxOptions
{
    public ApnsAuthentication ApnsAuthentication { get; init; }

    /// <summary>
    /// Whether a second provider token within 20 minutes on one connection gets 429 TooManyProviderTokenUpdates, as at
    /// Apple. One that follows upon ExpiredProviderToken never does.
    /// </summary>
    public bool LimitTokenUpdates { get; init; } = true;

    /// <summary>How long an access token of the token endpoint is good for, in whole seconds.</summary>
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromHours(1);

    public string ProjectId { get; init; } = "goring-sandbox";

    public string BundleId { get; init; } = "com.example.goring";

    /// <summary>Plain HTTP: token endpoint, FCM, page and <c>/sandbox/*</c>. 0: any free port, as for the others.</summary>
    public int ControlPort { get; init; }

    public int ApnsPort { get; init; }

    public int ApnsDevelopmentPort { get; init; }

    /// <summary>The name by which others reach the sandbox: it stands in the URLs and in the server's certificate.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Listens on every address instead of loopback alone. The sandbox asks nobody who they are.</summary>
    public bool AnyAddress { get; init; }

    /// <summary>
    /// Where keys and certificates are kept. Those that are there and still fit are used again. Null: a temporary folder
    /// that goes with the server.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>How many pushes are kept; the oldest go first.</summary>
    public int KeptPushes { get; init; } = 10_000;

    /// <summary>What tokens are checked against and delays are counted by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
