namespace Goring.IntegrationTests.Signaling;

/// <summary>
/// Nothing else runs beside them: half a second lies between what a server waits for Redis and what a client is promised, and the
/// servers of four other tests in the same process, on two processors, may take that.
/// </summary>
[CollectionDefinition(nameof(Promises), DisableParallelization = true)]
public sealed class Promises;
