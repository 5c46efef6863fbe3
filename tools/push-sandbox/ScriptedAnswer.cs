namespace Goring.PushSandbox;

/// <summary>
/// An answer in place of the usual one. Only a request that passes every check gets it: a script hides no fault of the
/// sender. <see cref="Apns"/> and <see cref="Fcm"/> make those of the vendors.
/// </summary>
public sealed record ScriptedAnswer
{
    /// <summary>The push is accepted as usual: to stand between others, or to be changed by <c>with</c>.</summary>
    public static ScriptedAnswer Usual { get; } = new();

    public static ScriptedAnswer CutBeforeAnswer { get; } = new() { Connection = ConnectionFate.CutBeforeAnswer };

    public static ScriptedAnswer CutAfterAnswer { get; } = new() { Connection = ConnectionFate.CutAfterAnswer };

    public static ScriptedAnswer GoAway { get; } = new() { Connection = ConnectionFate.GoAway };

    public static ScriptedAnswer Hang { get; } = new() { Connection = ConnectionFate.Hang };

    /// <summary>502 with a page of HTML, as a proxy in front of the service gives it.</summary>
    public static ScriptedAnswer BadGateway { get; } = new()
    {
        Status = 502,
        Body = "<!DOCTYPE html><html><title>Error 502 (Server Error)</title><p>That's an error.</p></html>",
        ContentType = "text/html; charset=UTF-8",
    };

    /// <summary>Null: the push is accepted as usual.</summary>
    public int? Status { get; init; }

    /// <summary>APNs' <c>reason</c>, FCM's <c>errorCode</c> or status, OAuth's <c>error</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>FCM: the field that an INVALID_ARGUMENT names, such as <c>message.token</c>.</summary>
    public string? Field { get; init; }

    /// <summary>APNs: since when the device token has not been good any more; told in milliseconds.</summary>
    public DateTimeOffset? UnregisteredAt { get; init; }

    /// <summary>Sent as it stands, instead of a body made from the above.</summary>
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json; charset=UTF-8";

    /// <summary>How long the answer is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Told in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public ConnectionFate Connection { get; init; }

    public static ScriptedAnswer Slow(TimeSpan delay) => new() { Delay = delay };
}
