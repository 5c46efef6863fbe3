using Goring.Domain.Users;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

public sealed class SweepTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Theory]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(250)]
    public async Task One_sweep_does_all_that_is_due(int calls)
    {
        var callers = new List<FakeClient>();
        for (var i = 0; i < calls; i++)
        {
            var caller = await _server.ConnectAsync(new User(new UserId($"caller-{i}")));
            var callee = await _server.ConnectAsync(new User(new UserId($"callee-{i}")));
            await _server.RingAsync(caller, callee);
            callers.Add(caller);
        }

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);

        callers.Should().AllSatisfy(caller => caller.Take().Should().ContainSingle());
    }

    public void Dispose() => _server.Dispose();
}
