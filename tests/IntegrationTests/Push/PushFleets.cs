using System.Globalization;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>A fleet whose servers push to a sandbox, over both services.</summary>
public interface IPushFleet
{
    PushSandboxServer Sandbox { get; }
}

/// <inheritdoc cref="IPushFleet"/>
public sealed class EmbeddedPushFleet : EmbeddedFleet, IPushFleet
{
    public PushSandboxServer Sandbox { get; private set; } = null!;

    protected override (string Name, string? Value)[] Settings => Sandbox.Settings();

    protected override async Task PrepareAsync() => Sandbox = await PushSandboxServer.StartAsync();

    protected override async Task ClearAwayAsync() => await Sandbox.DisposeAsync();
}

/// <inheritdoc cref="IPushFleet"/>
public sealed class RedisPushFleet : RedisFleet, IPushFleet
{
    public PushSandboxServer Sandbox { get; private set; } = null!;

    protected override (string Name, string? Value)[] Settings => Sandbox.Settings();

    protected override async Task PrepareAsync() => Sandbox = await PushSandboxServer.StartAsync();

    protected override async Task ClearAwayAsync() => await Sandbox.DisposeAsync();
}

/// <inheritdoc cref="IPushFleet"/>
public sealed class RedisPairPushFleet : RedisPairFleet, IPushFleet
{
    public PushSandboxServer Sandbox { get; private set; } = null!;

    protected override (string Name, string? Value)[] Settings => Sandbox.Settings();

    protected override async Task PrepareAsync() => Sandbox = await PushSandboxServer.StartAsync();

    protected override async Task ClearAwayAsync() => await Sandbox.DisposeAsync();
}

/// <summary>What tests ask of a sandbox.</summary>
internal static class Sandboxes
{
    public static (string Name, string? Value)[] Settings(this PushSandboxServer sandbox) =>
        [.. sandbox.Variables.Select(variable => (variable.Key, (string?)variable.Value))];

    /// <summary>A token that both services take for one.</summary>
    public static string NewToken() => Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");

    /// <summary>The pushes that a device was sent and that were accepted, oldest first, as soon as there are so many.</summary>
    public static async Task<IReadOnlyList<WokenBy>> AcceptedAsync(
        this PushSandboxServer sandbox, string token, int count, double seconds = 10)
    {
        IReadOnlyList<WokenBy> accepted = [];
        await Eventually.HoldsAsync(
            () => (accepted = sandbox.Accepted(token)).Count >= count, $"{count} pushes to a device", seconds);
        return accepted;
    }

    public static IReadOnlyList<WokenBy> Accepted(this PushSandboxServer sandbox, string token) =>
        [.. sandbox.Pushes.Where(push => push.DeviceToken == token && push.Status == 200).Select(WokenBy.Of)];
}

/// <summary>What an app finds in a push, whichever service brought it.</summary>
public sealed record WokenBy(string Type, string Session, string Caller, string RingToken, long SentAt, long ExpiresAt)
{
    public static WokenBy Of(ReceivedPush push)
    {
        var body = JsonNode.Parse(push.Body)!.AsObject();
        var data = push.Service == PushService.Fcm ? body["message"]!["data"]!.AsObject() : body;
        return new(
            Text("type"),
            Text("session_id"),
            Text("caller_id"),
            Text("ring_token"),
            long.Parse(Text("sent_at"), CultureInfo.InvariantCulture),
            long.Parse(Text("expires_at"), CultureInfo.InvariantCulture));

        string Text(string field) => data[field]!.ToString();
    }
}
