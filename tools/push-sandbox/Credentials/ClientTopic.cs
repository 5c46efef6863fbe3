using System.Security.Cryptography.X509Certificates;

namespace Goring.PushSandbox.Credentials;

/// <summary>
/// What a client certificate is for: its subject's UID, as in Apple's. A VoIP certificate names the topic itself,
/// <c>com.example.app.voip</c>; another names the app, and may send to any topic of it.
/// </summary>
internal static class ClientTopic
{
    private const string UserId = "0.9.2342.19200300.100.1.1";
    private const string VoipSuffix = ".voip";

    public static void AddTo(X500DistinguishedNameBuilder subject, string topic) => subject.Add(UserId, topic);

    public static string? Of(X509Certificate2 certificate) => certificate.SubjectName.EnumerateRelativeDistinguishedNames()
        .Where(name => !name.HasMultipleElements && name.GetSingleElementType().Value == UserId)
        .Select(name => name.GetSingleElementValue())
        .FirstOrDefault();

    public static bool Allows(X509Certificate2 certificate, string topic) =>
        Of(certificate) is { } own
        && (topic == own
            || !own.EndsWith(VoipSuffix, StringComparison.Ordinal) && topic.StartsWith(own + ".", StringComparison.Ordinal));
}
