namespace Goring.Web.Tls;

/// <summary>What a look at the files of the certificate has shown.</summary>
internal abstract record TlsLook
{
    /// <summary>They are those that are in use.</summary>
    public sealed record Same : TlsLook;

    /// <summary>They are new, and every handshake from now on is answered with them.</summary>
    public sealed record Taken : TlsLook;

    /// <summary>They are new, and seen for the first time: two files are not written at once.</summary>
    public sealed record Unsettled : TlsLook;

    /// <summary>They are of no use, also at the second look; those before stay in use.</summary>
    /// <param name="Fault">One line, which names the variable.</param>
    public sealed record Refused(string Fault) : TlsLook;
}
