namespace Goring.Application.Ports;

/// <summary>The store did not answer, or not in time. The server's fault: a client sees <c>internal_error</c>.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
