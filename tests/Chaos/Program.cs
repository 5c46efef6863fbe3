using System.Runtime.InteropServices;
using Goring.Chaos;
using Goring.Chaos.Checks;

if (ChaosOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(ChaosOptions.Usage);
    return 2;
}

Console.WriteLine($"seed {options.Seed}");
using var interrupted = new CancellationTokenSource();

// The processes that we started must not outlive us.
void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);

var ledger = new Ledger();
try
{
    await new ChaosRun(options, ledger).RunAsync(interrupted.Token);
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("interrupted");
    Report.End(ledger);
    return 130;
}

return Report.End(ledger);
