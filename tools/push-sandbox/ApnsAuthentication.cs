namespace Goring.PushSandbox;

/// <summary>How a provider shows APNs who it is.</summary>
public enum ApnsAuthentication
{
    /// <summary>A client certificate or a provider token; with both, the token counts.</summary>
    Either,

    /// <summary>Without a client certificate of the sandbox's CA there is no connection.</summary>
    Certificate,

    /// <summary>No client certificate is asked for; every request needs a provider token.</summary>
    Token,
}
