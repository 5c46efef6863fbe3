namespace Goring.Web.Configuration;

/// <summary>A variable is wrong. The message is one line: its name, and what it wants; never what it held.</summary>
public sealed class SettingException : Exception
{
    public SettingException()
    {
    }

    public SettingException(string message)
        : base(message)
    {
    }

    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static SettingException For(string name, string wants) => new($"{name}: {wants}");
}
