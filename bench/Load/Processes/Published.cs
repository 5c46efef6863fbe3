using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Goring.Bench.Load.Processes;

/// <summary>The server as it is shipped: published as docker/Dockerfile does.</summary>
internal static class Published
{
    /// <returns>The path of its goring.dll.</returns>
    public static async Task<string> ServerAsync()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(SourcePath())!, "../../.."));
        var output = Path.Combine(root, "artifacts/bench/server");
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(root, "src/Web/Goring.Web.csproj"), "-c", "Release", "-p:UseAppHost=false", "-o", output, "-v", "q", "--nologo"]))!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(output, "goring.dll")
            : throw new InvalidOperationException("The server could not be published.");
    }

    private static string SourcePath([CallerFilePath] string path = "") => path;
}
