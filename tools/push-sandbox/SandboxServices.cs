using Goring.PushSandbox.Apple;
using Goring.PushSandbox.Credentials;
using Goring.PushSandbox.Google;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox;

/// <summary>The parts of the sandbox, put together by hand: there is one of each.</summary>
internal sealed record SandboxServices(ApnsEndpoint Apns, TokenEndpoint Token, FcmEndpoint Fcm)
{
    public static SandboxServices Create(
        PushSandboxOptions options,
        LoadedKeys keys,
        ServiceAccount account,
        SandboxScript script,
        PushLog log,
        CancellationToken stopping)
    {
        var time = options.Time;
        var delivery = new Delivery(time, stopping);
        var tokens = new AccessTokens(options.AccessTokenLifetime, time);
        var key = new ApnsKey(keys.ApnsKey, CredentialFolder.KeyId, CredentialFolder.TeamId);
        return new(
            new ApnsEndpoint(
                new ProviderCheck(key, options.LimitTokenUpdates, time),
                new HeaderCheck(options.BundleId),
                script,
                log,
                delivery,
                time),
            new TokenEndpoint(new AssertionCheck(account, time), tokens, script, log, delivery),
            new FcmEndpoint(account.ProjectId, tokens, script, log, delivery, time));
    }
}
