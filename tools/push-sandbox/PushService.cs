namespace Goring.PushSandbox;

/// <summary>Which of the vendors' services a request was for.</summary>
public enum PushService
{
    /// <summary>Apple: <c>POST /3/device/{token}</c>.</summary>
    Apns,

    /// <summary>Google: <c>POST /v1/projects/{project}/messages:send</c>.</summary>
    Fcm,

    /// <summary>Google's token endpoint, <c>POST /token</c>. It can be scripted; its requests are counted, not kept.</summary>
    OAuth,
}
