namespace Goring.Application.Ports;

/// <summary>Whether the store works, for the health endpoints.</summary>
public interface IStoreHealth
{
    /// <summary>Asks the store for an answer, within its usual budget. Never throws for a store that fails.</summary>
    ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken);
}
