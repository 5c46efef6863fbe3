using System.Diagnostics.Metrics;
using Goring.Application.Telemetry;
using Goring.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Goring.UnitTests.Observability;

/// <summary>Every instrument that a server on Redis makes, as its own composition root makes it; nothing of it is started.</summary>
internal static class InstrumentsOfTheServer
{
    public static IReadOnlyList<Instrument> All { get; } = Collect();

    private static List<Instrument> Collect()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddGoring(
            Support.Settings.Of(("JWT_SECRET", "a-secret-of-the-unit-tests-0123456789"), ("REDIS_ADDR", "127.0.0.1:1")),
            Support.Settings.Production);
        var metrics = builder.Services
            .Select(service => service.ServiceType)
            .Where(type => type.Namespace!.StartsWith("Goring.", StringComparison.Ordinal)
                && type.GetConstructors().Any(made => made.GetParameters().Any(given => given.ParameterType == typeof(GoringMeter))))
            .ToArray();
        using var app = builder.Build();
        var meter = app.Services.GetRequiredService<GoringMeter>();
        List<Instrument> instruments = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (meter.Owns(instrument))
                {
                    instruments.Add(instrument);
                }
            },
        };
        listener.Start();
        foreach (var type in metrics)
        {
            app.Services.GetRequiredService(type);
        }

        return instruments;
    }
}
