namespace Goring.IntegrationTests.Harness;

/// <summary>A file of the repository as it is shipped, with nothing changed but what is named.</summary>
internal static class ShippedFile
{
    private static readonly string Root = FindRoot();

    /// <param name="path">From the root of the repository.</param>
    /// <param name="replacements">Each text must stand in the file, so that no replacement is forgotten by a change of it.</param>
    public static string Read(string path, params (string Text, string With)[] replacements)
    {
        var file = File.ReadAllText(Path.Combine(Root, path));
        foreach (var (text, with) in replacements)
        {
            file.Should().Contain(text, "{0} is run with it replaced", path);
            file = file.Replace(text, with, StringComparison.Ordinal);
        }

        return file;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Goring.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Goring.sln stands in no folder above the tests.");
    }
}
