namespace Goring.Chaos.Processes;

/// <summary>An instance ended before it was ready: Redis may have been away just then.</summary>
internal sealed class InstanceEndedException : Exception
{
    public InstanceEndedException()
    {
    }

    public InstanceEndedException(string message)
        : base(message)
    {
    }

    public InstanceEndedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
