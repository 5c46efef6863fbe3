using System.Globalization;
using Goring.Abuse;

if (args is [BystanderProcess.Verb, var port])
{
    return await Bystanders.RunAsync(int.Parse(port, CultureInfo.InvariantCulture));
}

if (AbuseOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(AbuseOptions.Usage);
    return 2;
}

var run = new AbuseRun(options);
await run.RunAsync();
Report.Write(run, Console.Out);
return run.IsGood ? 0 : 1;
