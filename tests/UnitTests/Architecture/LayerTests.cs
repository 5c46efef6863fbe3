using System.Reflection;
using System.Xml.Linq;
using Goring.Application;
using Goring.Domain.Calls;
using Goring.Infrastructure;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Architecture;

/// <summary>Web → Infrastructure → Application → Domain, and never back.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(CallSession).Assembly;
    private static readonly Assembly Application = typeof(ApplicationServices).Assembly;
    private static readonly Assembly Infrastructure = typeof(InfrastructureServices).Assembly;

    [Fact]
    public void The_domain_knows_nothing_but_the_base_library() => Domain.GetReferencedAssemblies()
        .Should().OnlyContain(
            reference => IsBaseLibrary(reference.Name!), "the rules of a call must hold whatever carries them");

    [Fact]
    public void The_domain_project_names_no_package_and_no_project() =>
        References("Domain", "PackageReference", "ProjectReference", "FrameworkReference")
            .Should().BeEmpty("the rules of a call must hold whatever carries them");

    [Fact]
    public void The_application_knows_no_store_and_no_host() => Application.GetReferencedAssemblies()
        .Select(reference => reference.Name)
        .Should().OnlyContain(
            name => name == "Goring.Domain"
                || name == "MediatR"
                || name == "FluentValidation"
                || name == "Microsoft.Extensions.DependencyInjection.Abstractions"
                || name == "Microsoft.Extensions.Logging.Abstractions"
                || IsBaseLibrary(name!),
            "a command must run in a test without Redis and without a socket");

    [Fact]
    public void The_application_project_names_the_domain_alone() =>
        References("Application", "ProjectReference", "FrameworkReference").Should().Equal("../Domain/Goring.Domain.csproj");

    [Fact]
    public void The_infrastructure_does_not_know_the_web() => Infrastructure.GetReferencedAssemblies()
        .Select(reference => reference.Name)
        .Should().NotContain("goring", "a store must serve any host")
        .And.NotContain(name => name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void The_infrastructure_project_names_the_application_alone() =>
        References("Infrastructure", "ProjectReference", "FrameworkReference")
            .Should().Equal("../Application/Goring.Application.csproj");

    [Theory]
    [InlineData("src/Domain/", "Goring.Application", "Goring.Infrastructure", "Goring.Web", "StackExchange", "MediatR")]
    [InlineData("src/Application/", "Goring.Infrastructure", "Goring.Web", "StackExchange", "Microsoft.AspNetCore")]
    [InlineData("src/Infrastructure/", "Goring.Web", "Microsoft.AspNetCore")]
    public void A_layer_does_not_name_what_is_outside_of_it(string layer, params string[] outside) =>
        SourceTree.Sources
            .Where(file => file.Path.StartsWith(layer, StringComparison.Ordinal))
            .Where(file => outside.Any(name => file.Text.Contains(name, StringComparison.Ordinal)))
            .Select(file => file.Path)
            .Should().BeEmpty("{0} must not know {1}", layer, string.Join(", ", outside));

    [Fact]
    public void The_web_names_the_infrastructure_only_where_the_program_is_composed() =>
        SourceTree.Sources
            .Where(file => file.Path.StartsWith("src/Web/", StringComparison.Ordinal))
            .Where(file => file.Text.Contains("Goring.Infrastructure", StringComparison.Ordinal))
            .Select(file => file.Path)
            .Should().BeSubsetOf(
                [
                    "src/Web/GoringServices.cs", "src/Web/Configuration/GoringSettings.cs",
                    "src/Web/Configuration/PushSettings.cs", "src/Web/Configuration/FcmSettings.cs",
                    "src/Web/Configuration/ApnsSettings.cs", "src/Web/Configuration/ApnsFiles.cs",
                ],
                "only the composition chooses a store and push services, and only the settings say where they are: "
                + "everything else of Web asks for a port of Goring.Application.Ports");

    [Theory]
    [InlineData("Domain")]
    [InlineData("Application")]
    [InlineData("Infrastructure")]
    [InlineData("Web")]
    public void No_project_of_the_server_names_a_tool(string layer) =>
        References(layer, "ProjectReference", "Compile", "Content").Should().NotContain(
            path => path.Contains("tools/", StringComparison.Ordinal),
            "a stand-in for the world outside is for tests and developers, and must not be shipped");

    /// <summary>An assembly that is measured for coverage names <c>netstandard</c> too.</summary>
    private static bool IsBaseLibrary(string name) =>
        name == "netstandard" || name.StartsWith("System.", StringComparison.Ordinal);

    private static IEnumerable<string> References(string layer, params string[] kinds) =>
        XDocument.Parse(SourceTree.Read($"src/{layer}/Goring.{layer}.csproj")).Descendants()
            .Where(element => kinds.Contains(element.Name.LocalName))
            .Select(element => element.Attribute("Include")!.Value);
}
