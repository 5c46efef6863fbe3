using FluentValidation;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Pipeline;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Application.Rooms;
using Goring.Application.Telemetry;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Goring.Application;

public static class ApplicationServices
{
    /// <summary>
    /// Adds every handler, validator and behaviour of this assembly. The host adds the ports
    /// (<c>Goring.Application.Ports</c>), <c>CallOptions</c>, <c>RoomOptions</c>, a <see cref="TimeProvider"/> and logging;
    /// where it sends pushes, also <see cref="PushOptions"/> and <see cref="RingTokens"/>.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddSingleton<ServiceFactory>(provider => provider.GetService!);
        services.AddSingleton<IMediator, Mediator>();
        AddHandlers(services);

        foreach (var scan in AssemblyScanner.FindValidatorsInAssembly(
            typeof(ApplicationServices).Assembly, includeInternalTypes: true))
        {
            services.AddSingleton(scan.InterfaceType, scan.ValidatorType);
        }

        foreach (var message in ClientMessageTable.Messages.Union(RoomClientMessageTable.Table.Messages))
        {
            AddBehaviour(services, typeof(Validation<>), message);
        }

        services.AddSingleton<GoringMeter>();
        services.AddSingleton<MessageMetrics>();
        services.AddSingleton<ConnectionMetrics>();
        services.AddSingleton<CallMetrics>();
        services.AddSingleton<UpkeepMetrics>();
        services.AddSingleton<RoomMetrics>();
        services.AddSingleton<ClientCommands>();
        services.AddSingleton<MessageDispatcher>();
        services.AddSingleton<ConnectionRegistry>();
        services.AddSingleton<ConnectionLifetime>();
        services.AddSingleton<AbandonedSlots>();
        services.AddSingleton<AbandonedCalls>();
        services.AddSingleton<ReplayPump>();
        services.AddSingleton<Upkeep>();
        services.AddSingleton<PushServices>();
        services.AddSingleton<PushSignal>();
        services.AddSingleton<PushMetrics>();
        services.AddSingleton<PushDelivery>();
        services.AddSingleton<PushWorker>();
        services.AddSingleton<RoomClients>();
        services.AddSingleton<RoomMemberships>();
        services.AddSingleton<RoomLifetime>();
        services.AddSingleton<RoomUpkeep>();
        services.AddSingleton<AbandonedMembers>();
        return services;
    }

    /// <summary>MediatR 5 has no registration of its own: each handler class is one singleton.</summary>
    private static void AddHandlers(IServiceCollection services)
    {
        foreach (var type in typeof(ApplicationServices).Assembly.GetTypes())
        {
            if (type is not { IsAbstract: false, IsGenericTypeDefinition: false })
            {
                continue;
            }

            foreach (var contract in type.GetInterfaces())
            {
                if (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
                {
                    services.AddSingleton(contract, type);
                }
            }
        }
    }

    private static void AddBehaviour(IServiceCollection services, Type behaviour, Type message) =>
        services.AddSingleton(
            typeof(IPipelineBehavior<,>).MakeGenericType(message, typeof(Reply)),
            behaviour.MakeGenericType(message));
}
