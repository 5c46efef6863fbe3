using Microsoft.Extensions.DependencyInjection;

namespace Goring.UnitTests.Support;

internal static class Decoration
{
    /// <summary>Puts a test's own implementation of a port around the one that is registered.</summary>
    public static void Decorate<TPort, TDecorator>(this IServiceCollection services, Func<TPort, TDecorator> around)
        where TPort : class
        where TDecorator : TPort
    {
        var registered = services.Single(service => service.ServiceType == typeof(TPort));
        services.Remove(registered);
        services.AddSingleton<TPort>(provider =>
            around((TPort)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)));
    }
}
