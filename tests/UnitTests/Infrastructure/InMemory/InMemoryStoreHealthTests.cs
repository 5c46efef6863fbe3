using Goring.Application.Ports;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Infrastructure.InMemory;

public sealed class InMemoryStoreHealthTests
{
    [Fact]
    public async Task The_embedded_store_is_healthy()
    {
        using var server = new InMemoryServer();

        (await server.Get<IStoreHealth>().IsHealthyAsync(CancellationToken.None)).Should().BeTrue();
    }
}
