using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>
/// Bytes that the server allocates for a relayed candidate, on the embedded store: calls with many candidates against as
/// many calls with few, on a server that tells what it has allocated.
/// </summary>
internal static class Allocations
{
    private const int Calls = 50;
    private const int More = 100;

    /// <summary>As everywhere else: code that has just begun to run is not yet compiled as it will be, and takes more.</summary>
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(10);

    public static async Task PrintAsync(BenchRun bench)
    {
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            Console.WriteLine($"{await MeasureAsync(bench):f0} bytes a relayed candidate");
        }
    }

    public static async Task<double> MeasureAsync(BenchRun bench)
    {
        var ask = new IPEndPoint(IPAddress.Loopback, FreePort.Find());
        var server = await bench.StartMeasuredAsync(ask.Port);
        var few = await ConnectAsync(bench, server, CallMessages.Candidates);
        var many = await ConnectAsync(bench, server, CallMessages.Candidates + More);
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < Warm;)
        {
            await RunAsync(few);
            await RunAsync(many);
        }

        var start = await AllocatedAsync(ask);
        await RunAsync(few);
        var between = await AllocatedAsync(ask);
        await RunAsync(many);
        var end = await AllocatedAsync(ask);
        await few.DropAsync();
        await many.DropAsync();
        await bench.EndAsync(server);
        return (end - between - (between - start)) / (2.0 * Calls * More);
    }

    private static async Task<SequenceLoad> ConnectAsync(BenchRun bench, ServerProcess server, int candidates)
    {
        var load = bench.NewLoad(candidates);
        await load.ConnectCallsAsync(bench.NextPrefix(), 1, server.EndPoint, server.EndPoint);
        return load;
    }

    private static async Task RunAsync(SequenceLoad load)
    {
        var target = load.Log.Completed + Calls;
        load.StartClosed(calls: Calls - 1);
        for (var i = 0; i < 1000 && load.Log.Completed < target; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        await load.StopAsync();
    }

    private static async Task<long> AllocatedAsync(IPEndPoint ask)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(ask);
        using var reader = new StreamReader(client.GetStream());
        return long.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }
}
