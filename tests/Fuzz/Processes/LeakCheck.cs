using System.Globalization;
using Goring.Fuzz.Sockets;

namespace Goring.Fuzz.Processes;

/// <summary>That a server that was fuzzed is as it was before: alive, without sockets, and not much larger.</summary>
internal sealed class LeakCheck(FuzzServer server, Report report)
{
    /// <summary>
    /// What its memory may have grown by after it was warm. A run of 100,000 frames that keeps a few KiB of each connection,
    /// or a KiB of each message, is beyond it; what the garbage collector leaves lying about is not.
    /// </summary>
    private const long MostMebibytes = 150;

    private const int MostDescriptors = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private int _descriptors;
    private long _mebibytes;

    /// <summary>To be called once the server is warm and everybody has left.</summary>
    public async Task BeginAsync()
    {
        await UntilEmptyAsync();
        (_descriptors, _mebibytes) = (server.Descriptors, server.Mebibytes);
    }

    public async Task EndAsync()
    {
        if (server.HasExited || !await server.IsHealthyAsync())
        {
            report.Find("the server is gone, or not healthy", where: null);
            return;
        }

        if (!await UntilEmptyAsync())
        {
            report.Find(Invariant($"all have left, and the server still counts {server.Open} sockets and members of rooms"), where: null);
        }

        var (descriptors, mebibytes) = (server.Descriptors, server.Mebibytes);
        Report.Say(Invariant(
            $"server: {_mebibytes} MiB and {_descriptors} open files when warm, {mebibytes} MiB and {descriptors} at the end"));
        if (descriptors > _descriptors + MostDescriptors)
        {
            report.Find(Invariant($"the server has {descriptors} open files, and had {_descriptors}"), where: null);
        }

        if (mebibytes > _mebibytes + MostMebibytes)
        {
            report.Find(Invariant($"the server takes {mebibytes} MiB, and took {_mebibytes}"), where: null);
        }

        await new HonestPair(server.Port, report, number: 0).CallAsync();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Until the server has said, in a report that was made since, that nobody is there.</summary>
    private async Task<bool> UntilEmptyAsync()
    {
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            var reports = server.Reports;
            while (server.Reports < reports + 2 || server.Open > 0)
            {
                await Task.Delay(100, bound.Token);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
