using System.Diagnostics.CodeAnalysis;
using Goring.Application.Ports;
using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Configuration;

/// <summary>What an operator reads when the server does not start: one line that names the variable.</summary>
internal static class StartFailure
{
    public static bool TryExplain(Exception error, [NotNullWhen(true)] out string? line)
    {
        line = error switch
        {
            SettingException => error.Message,
            StoreNotReachedException => error.Message,
            IOException { InnerException: AddressInUseException } => "PORT: another program listens on it",
            _ => null,
        };
        return line is not null;
    }
}
