using System.Buffers.Binary;
using OpenTelemetry.Trace;

namespace Goring.Web.Observability;

/// <summary>
/// A parent-based sampler to which a parent without a span is none: what begins in the trace of a session is decided by
/// the trace id, which every instance knows, and so in the same way by all of them.
/// </summary>
internal sealed class SessionSampler : Sampler
{
    private readonly Sampler _root;
    private readonly ParentBasedSampler _parentBased;

    private SessionSampler(Sampler root)
    {
        _root = root;
        _parentBased = new(root);
    }

    public static Sampler WithParent(Sampler root) => new SessionSampler(root);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.ParentContext.SpanId == default
            ? _root.ShouldSample(in samplingParameters)
            : _parentBased.ShouldSample(in samplingParameters);
}

/// <summary>
/// Takes a share of all traces, by the last seven bytes of their ids: those are random (W3C Trace Context, level 2), while
/// the first six of a session's are its time. The SDK's own looks at the first eight.
/// </summary>
internal sealed class RatioSampler(double ratio) : Sampler
{
    private const ulong Most = 1UL << 56;

    private readonly ulong _below = (ulong)(ratio * Most);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        Span<byte> id = stackalloc byte[16];
        samplingParameters.TraceId.CopyTo(id);
        var random = BinaryPrimitives.ReadUInt64BigEndian(id[8..]) & (Most - 1);
        return new(random < _below);
    }
}
