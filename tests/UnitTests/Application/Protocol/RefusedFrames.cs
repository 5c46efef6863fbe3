using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>What every test of a wrong frame shares: it is refused with one error, nobody else hears of it.</summary>
public abstract class RefusedFrames : IAsyncLifetime, IDisposable
{
    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task IsRefusedAsync(string frame, string message, string? type = null, string? session = null)
    {
        var error = await _server.SendAsync(_alice, frame);

        _alice.Take().Should().Equal(Frames.Invalid(message, type, session));
        error.Should().Be(ErrorCode.InvalidMessage);
        _alice.Closes.Should().BeEmpty();
        _bob.Take().Should().BeEmpty();
    }
}
