using Goring.Web;
using Goring.Web.Auth;
using Goring.Web.Configuration;
using Goring.Web.Edge;

try
{
    if (args is ["token", .. var tokenArguments])
    {
        return TokenCommand.Run(tokenArguments);
    }

    await using var app = GoringHost.Build(args, settings: null, SocketThreads.Choose);
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (StartFailure.TryExplain(error, out var line))
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
