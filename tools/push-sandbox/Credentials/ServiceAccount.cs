using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Goring.PushSandbox.Credentials;

/// <summary>The service account that exchanges assertions for access tokens.</summary>
internal sealed record ServiceAccount(RSA Key, string ProjectId)
{
    public string KeyId { get; } = Convert.ToHexStringLower(SHA256.HashData(Key.ExportSubjectPublicKeyInfo()))[..40];

    public string Email => $"push-sandbox@{ProjectId}.iam.gserviceaccount.com";

    /// <summary>On one line, so that it fits into an environment variable.</summary>
    public string ToJson(Uri tokenUri) => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = ProjectId,
        ["private_key_id"] = KeyId,
        ["private_key"] = Key.ExportPkcs8PrivateKeyPem() + "\n",
        ["client_email"] = Email,
        ["client_id"] = "100000000000000000001",
        ["token_uri"] = tokenUri.ToString(),
        ["universe_domain"] = "googleapis.com",
    }.ToJsonString(SandboxJson.Readable);
}
