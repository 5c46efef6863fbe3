namespace Goring.IntegrationTests.Outages;

/// <summary>Drills measure times, so they run alone, one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Drills
{
    public const string Name = "Drills";
}
