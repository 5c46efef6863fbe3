using System.Reflection;
using Goring.Application;
using Goring.Application.Ports;
using Goring.Infrastructure;
using Goring.Web;

namespace Goring.UnitTests.Architecture;

public sealed class PortTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(ApplicationServices).Assembly, typeof(InfrastructureServices).Assembly, typeof(GoringServices).Assembly,
    ];

    public static TheoryData<Type> Ports =>
    [
        .. typeof(ICallStore).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.Namespace == typeof(ICallStore).Namespace),
    ];

    [Theory]
    [MemberData(nameof(Ports))]
    public void A_port_is_implemented_by_internal_sealed_classes(Type port)
    {
        var implementations = Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && type.IsAssignableTo(port)).ToArray();

        implementations.Should().NotBeEmpty("a port that nobody implements is no port");
        implementations.Should().OnlyContain(
            type => type.IsNotPublic && type.IsSealed,
            "whoever wants {0} asks for the port, never for one that implements it", port.Name);
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public void A_port_is_public(Type port) =>
        port.IsPublic.Should().BeTrue("an implementation may stand in any assembly");

    [Fact]
    public void Handlers_validators_and_behaviours_are_internal() =>
        typeof(ApplicationServices).Assembly.GetTypes()
            .Where(type => type.Name.Contains("Handler", StringComparison.Ordinal)
                || type.Name.Contains("Validator", StringComparison.Ordinal)
                || type.Namespace == "Goring.Application.Pipeline")
            .Should().OnlyContain(type => !type.IsPublic, "a command is reached through the mediator alone");
}
