namespace Goring.Web.Auth.OpenId;

/// <summary>The provider did not bring keys. The message says why, in words that may stand in a log.</summary>
internal sealed class OpenIdException : Exception
{
    public OpenIdException()
    {
    }

    public OpenIdException(string message)
        : base(message)
    {
    }

    public OpenIdException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
