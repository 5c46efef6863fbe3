namespace Goring.Infrastructure.Push.Fcm;

/// <summary>Where FCM is, and who we are to it.</summary>
public sealed record FcmOptions
{
    public required ServiceAccount Account { get; init; }

    /// <summary>The Firebase project whose apps are pushed to; the account may belong to another.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Google's, or a stand-in's; plain HTTP is for a stand-in.</summary>
    public Uri Endpoint { get; init; } = new("https://fcm.googleapis.com");

    internal TimeSpan AttemptTimeout { get; init; } = PushAttempt.Timeout;

    /// <summary>How long the token endpoint has: half an attempt, so that the push can be made with the other half.</summary>
    internal TimeSpan TokenTimeout { get; init; } = PushAttempt.Timeout / 2;
}
