namespace Goring.Web.Tls;

/// <summary>Looks at the files of the certificate now and then, and says in the log what there is to know of them.</summary>
internal sealed class TlsReload(
    TlsCertificate certificate, TlsSettings settings, TimeProvider time, ILogger<TlsReload> logger) : BackgroundService
{
    private static readonly TimeSpan RemindEvery = TimeSpan.FromDays(1);

    private string? _fault;
    private long? _reminded;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Remind();
        using var timer = new PeriodicTimer(settings.LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Tell(certificate.Look());
                Remind();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Tell(TlsLook look)
    {
        switch (look)
        {
            case TlsLook.Taken:
                _fault = null;
                _reminded = null;
                logger.CertificateTaken(certificate.Expires);
                break;
            case TlsLook.Refused refused when refused.Fault != _fault:
                _fault = refused.Fault;
                logger.CertificateRefused(refused.Fault);
                break;
            case TlsLook.Same:
                _fault = null;
                break;
        }
    }

    private void Remind()
    {
        var left = certificate.Expires - time.GetUtcNow();
        if (left > settings.WarnBefore || (_reminded is { } last && time.GetElapsedTime(last) < RemindEvery))
        {
            return;
        }

        _reminded = time.GetTimestamp();
        if (left > TimeSpan.Zero)
        {
            logger.CertificateExpires(certificate.Expires);
        }
        else
        {
            logger.CertificateExpired(certificate.Expires);
        }
    }
}
