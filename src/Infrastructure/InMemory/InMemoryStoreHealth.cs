using Goring.Application.Ports;

namespace Goring.Infrastructure.InMemory;

/// <summary>The embedded store works as long as the process does.</summary>
internal sealed class InMemoryStoreHealth : IStoreHealth
{
    public ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken) => new(true);
}
