using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>
/// Where the proxy put somebody, and how to have them put elsewhere: it asks the server with the fewest connections, so
/// others connect until that is another one.
/// </summary>
internal sealed class Placement(ProxyFleet fleet) : IAsyncDisposable
{
    private const int Tries = 20;

    private readonly List<Party> _others = [];

    public static string ServerOf(Party party) => (string)party.Ready!["server_id"]!;

    /// <summary>Does something until it brings a connection to another server than <paramref name="server"/>.</summary>
    public async Task<Party> ElsewhereAsync(string server, Func<Task<Party>> connect)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var party = await connect();
            if (ServerOf(party) != server)
            {
                return party;
            }

            await CrowdAsync(server);
        }

        throw new InvalidOperationException($"The proxy never put anybody on another server than {server}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }
    }

    /// <summary>Some more on that server, and none on the other.</summary>
    private async Task CrowdAsync(string server)
    {
        foreach (var _ in Enumerable.Range(0, 6))
        {
            _others.Add(await fleet.ConnectAsync("other"));
        }

        foreach (var other in _others.FindAll(other => ServerOf(other) != server))
        {
            await other.Socket.LeaveAsync();
            await other.DisposeAsync();
            _others.Remove(other);
        }
    }
}
