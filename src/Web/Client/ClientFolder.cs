namespace Goring.Web.Client;

/// <summary>Where the built web client lies. The build puts it beside the program (WebClient.targets).</summary>
internal sealed record ClientFolder(string Path)
{
    public static ClientFolder BesideTheProgram { get; } =
        new(System.IO.Path.Combine(AppContext.BaseDirectory, "client"));

    /// <summary>Written in place of a client that could not be built: one line, the reason.</summary>
    public string? WhyMissing => File.Exists(System.IO.Path.Combine(Path, "missing.txt"))
        ? File.ReadAllText(System.IO.Path.Combine(Path, "missing.txt")).Trim()
        : null;

    public IReadOnlyList<ClientFile> Read() => File.Exists(System.IO.Path.Combine(Path, ClientFile.PageName))
        ?
        [
            .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
                .Select(file => ClientFile.Read(
                    System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'), File.ReadAllBytes(file))),
        ]
        : [];
}
