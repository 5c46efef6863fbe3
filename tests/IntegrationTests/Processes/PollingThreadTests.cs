using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>Each thread that reads for clients has a socket by which it comes to itself to send (docs/decisions/0088).</summary>
public sealed class PollingThreadTests
{
    [Fact]
    public async Task Each_processor_has_a_thread_that_sends_after_its_polls()
    {
        await using var process = await GoringProcess.StartReadyAsync();

        await Eventually.HoldsAsync(
            () => OwnSockets(process.Id) == 2 * Environment.ProcessorCount, () => $"{OwnSockets(process.Id)} ends of sockets");
    }

    [Fact]
    public async Task Where_clients_are_served_by_the_thread_pool_there_is_none()
    {
        await using var process = await GoringProcess.StartReadyAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"));

        OwnSockets(process.Id).Should().Be(0);
    }

    /// <summary>How many ends of sockets to itself a process has, from proc(5): two for each.</summary>
    private static int OwnSockets(int process)
    {
        var held = Directory.GetFileSystemEntries($"/proc/{process}/fd")
            .Select(path => new FileInfo(path).LinkTarget)
            .ToHashSet();
        return File.ReadLines("/proc/net/unix")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields is [.., var inode, var name]
                && name.StartsWith("@goring-", StringComparison.Ordinal) && held.Contains($"socket:[{inode}]"));
    }
}
