using System.Globalization;
using System.Runtime.InteropServices;
using Goring.Bench.Load;
using Goring.Bench.Load.Measures;
using Goring.Bench.Load.Processes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (LoadOptions.Parse(args) is not { } options || Measurement.Of(options.Measure) is not { } measure)
{
    await Console.Error.WriteLineAsync(LoadOptions.Usage);
    return 2;
}

IReadOnlyList<string> servers = options.Servers is [_, ..] given ? given : [await Published.ServerAsync()];
var bench = new BenchRun(options, servers);

// The processes that we started must not outlive us.
void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    bench.DisposeAsync().AsTask().Wait();
    Environment.Exit(130);
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);
await using (bench)
{
    return await Measurement.RunAsync(bench, measure);
}
