using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Goring.Web.Configuration;

namespace Goring.Web.Tls;

/// <summary>
/// What the next handshake is answered with. Replaced as a whole where the files change; connections that stand keep
/// theirs, so the one before is left to the garbage collector.
/// </summary>
internal sealed class TlsCertificate
{
    private readonly TlsSettings _settings;
    private volatile SslServerAuthenticationOptions _current;
    private TlsFiles _files;
    private TlsFiles? _refused;

    /// <exception cref="SettingException">The files cannot be used.</exception>
    public TlsCertificate(TlsSettings settings)
    {
        _settings = settings;
        _files = TlsFiles.Read(settings);
        _current = OptionsOf(_files);
    }

    public SslServerAuthenticationOptions Current => _current;

    public DateTimeOffset Expires => new(_current.ServerCertificateContext!.TargetCertificate.NotAfter);

    /// <summary>
    /// Takes what stands in the files, where that has changed and can be used. For one caller at a time.
    /// </summary>
    public TlsLook Look()
    {
        TlsFiles? files = null;
        try
        {
            files = TlsFiles.Read(_settings);
            if (files == _files)
            {
                _refused = null;
                return new TlsLook.Same();
            }

            _current = OptionsOf(files);
            _files = files;
            _refused = null;
            return new TlsLook.Taken();
        }
        catch (SettingException error)
        {
            // A file that is not there counts as an empty one.
            var seen = files ?? new("", "");
            var again = seen == _refused;
            _refused = seen;
            return again ? new TlsLook.Refused(error.Message) : new TlsLook.Unsettled();
        }
    }

    private static SslServerAuthenticationOptions OptionsOf(TlsFiles files)
    {
        var (own, chain) = files.Open();
        return new()
        {
            // Offline: what is sent is what the file holds. Nothing is fetched from addresses that a certificate names.
            ServerCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
    }
}
