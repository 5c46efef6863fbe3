using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Users;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Contracts;

/// <summary>A client of rooms on one instance, whose socket only remembers what it was told.</summary>
internal sealed class RoomSocket : IClientSocket
{
    private readonly Channel<string> _frames = Channel.CreateUnbounded<string>();

    public RoomSocket(StoreInstance instance, User? user = null)
    {
        Instance = instance;
        Client = new(ClientId.New(), user, this, TimeProvider.System);
        User = user ?? new User(new UserId(Client.Id.Value));
        instance.RoomClients.Add(Client);
    }

    public StoreInstance Instance { get; }

    public RoomClient Client { get; }

    public ConnectionId Id => new(Client.Id.Value);

    public User User { get; }

    public bool SpeaksV1 => true;

    public ClientProtocol Protocol => ClientProtocol.Rooms;

    public Sender Sender => new(User, Id, SpeaksV1) { Room = Client };

    public bool IsClosing => false;

    public bool HasFrames => _frames.Reader.TryPeek(out _);

    public bool TrySend(ServerEvent @event) => _frames.Writer.TryWrite(Encoding.UTF8.GetString(@event.Frame.Span));

    public void HoldEvents()
    {
        // No answers here, so nothing to keep back for one.
    }

    public void Answer(ReadOnlyMemory<byte> frame) => throw new InvalidOperationException("A store answers nobody.");

    public void Close(CloseReason reason) => throw new InvalidOperationException($"Closed: {reason}.");

    public async Task<string> NextAsync() =>
        await _frames.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);

    /// <summary>The next frame says that of that one.</summary>
    public async Task ExpectAsync(string type, RoomSocket about)
    {
        var frame = JsonNode.Parse(await NextAsync())!;
        ((string?)frame["type"]).Should().Be(type);
        ((string?)frame["payload"]!["client_id"]).Should().Be(about.Client.Id.Value);
    }

    /// <summary>The other hears what this one sends, and nothing before it.</summary>
    public async Task ShouldReachAsync(RoomSocket other)
    {
        var marker = Guid.NewGuid().ToString();
        (await Instance.Memberships.RelayAsync(
            Client, other.Client.Id, Encoding.UTF8.GetBytes(marker), CancellationToken.None)).IsDone.Should().BeTrue();
        (await other.NextAsync()).Should().Be(marker);
    }

    public void StayUntil(DateTimeOffset? expires)
    {
        // No store asks.
    }
}
