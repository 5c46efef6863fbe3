using Goring.PushSandbox;

try
{
    var options = ProgramOptions.Read(Environment.GetEnvironmentVariable);
    await using var sandbox = await PushSandboxServer.StartAsync(options);
    await Console.Out.WriteLineAsync(
        $"""
        # The push sandbox listens. What it receives: {sandbox.ControlUrl}
        # These variables turn Goring towards it; {Path.Combine(options.Folder!, "push.env")} holds them too.
        {sandbox.DotEnv}
        """);
    await sandbox.WaitForEndAsync();
    return 0;
}
catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
