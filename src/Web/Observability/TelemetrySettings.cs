using System.Globalization;
using Goring.Web.Configuration;
using OpenTelemetry.Trace;

namespace Goring.Web.Observability;

/// <summary>
/// Where traces and metrics go. The other variables of the OpenTelemetry specification are read by its SDK; those that
/// stand here are read so that a wrong value stops the start.
/// </summary>
internal sealed record TelemetrySettings(Sampler Sampler)
{
    private const string EndpointName = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string RatioName = "OTEL_TRACES_SAMPLER_ARG";

    /// <returns>Null where no endpoint is set.</returns>
    public static TelemetrySettings? Read(SettingsReader reader)
    {
        if (reader.Text(EndpointName) is not { } endpoint || reader.Flag("OTEL_SDK_DISABLED", false))
        {
            return null;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || uri is not { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "" })
        {
            throw SettingException.For(EndpointName, "wants an absolute http or https URI");
        }

        // The words are looked at only: the SDK reads the variable itself.
        _ = reader.OneOf("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", ("grpc", "grpc"), ("http/protobuf", "http/protobuf"));
        var ratio = ReadRatio(reader);
        return new(reader.OneOf<Sampler>(
            "OTEL_TRACES_SAMPLER",
            SessionSampler.WithParent(new AlwaysOnSampler()),
            ("always_on", new AlwaysOnSampler()),
            ("always_off", new AlwaysOffSampler()),
            ("traceidratio", new RatioSampler(ratio)),
            ("parentbased_always_on", SessionSampler.WithParent(new AlwaysOnSampler())),
            ("parentbased_always_off", SessionSampler.WithParent(new AlwaysOffSampler())),
            ("parentbased_traceidratio", SessionSampler.WithParent(new RatioSampler(ratio)))));
    }

    private static double ReadRatio(SettingsReader reader)
    {
        if (reader.Text(RatioName) is not { } text)
        {
            return 1;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio <= 1
            ? ratio
            : throw SettingException.For(RatioName, "wants a number from 0 to 1");
    }
}
