using Goring.UnitTests.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Goring.UnitTests.Deployment;

/// <summary>A YAML file of the repository, looked into by paths: <c>spec.template.spec</c>, <c>containers.0.image</c>.</summary>
internal static class Yaml
{
    /// <summary>With anchors and merge keys resolved.</summary>
    public static YamlNode Read(string path)
    {
        using var reader = new StringReader(SourceTree.Read(path));
        var parser = new MergingParser(new Parser(reader));
        var stream = new YamlStream();
        stream.Load(parser);
        return stream.Documents.Single().RootNode;
    }

    /// <summary>Null where nothing stands there.</summary>
    public static YamlNode? Find(this YamlNode node, string path)
    {
        YamlNode? found = node;
        foreach (var name in path.Split('.'))
        {
            found = found switch
            {
                YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null,
                YamlSequenceNode list when int.TryParse(name, out var index) && index < list.Children.Count => list[index],
                _ => null,
            };
        }

        return found;
    }

    public static string? Text(this YamlNode node, string path) => (node.Find(path) as YamlScalarNode)?.Value;

    public static int Number(this YamlNode node, string path) => int.Parse(node.Text(path)!);

    public static IEnumerable<string> Names(this YamlNode node, string path) =>
        ((YamlMappingNode)node.Find(path)!).Children.Keys.Select(key => ((YamlScalarNode)key).Value!);
}
