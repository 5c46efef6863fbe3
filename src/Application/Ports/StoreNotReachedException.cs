namespace Goring.Application.Ports;

/// <summary>The store could not be opened when the host started. The message names the variable, in one line.</summary>
public sealed class StoreNotReachedException : Exception
{
    public StoreNotReachedException()
    {
    }

    public StoreNotReachedException(string message)
        : base(message)
    {
    }

    public StoreNotReachedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
