using System.Security.Cryptography;

namespace Goring.PushSandbox.Credentials;

/// <summary>The key that provider tokens are signed with; APNs holds its public half.</summary>
internal sealed record ApnsKey(ECDsa Key, string KeyId, string TeamId);
