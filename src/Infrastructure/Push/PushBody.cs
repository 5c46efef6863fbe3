using System.Net;
using System.Net.Http.Headers;

namespace Goring.Infrastructure.Push;

/// <summary>The JSON of a push, which knows whether it was asked for: before that nothing can have arrived.</summary>
internal sealed class PushBody : ByteArrayContent
{
    public PushBody(byte[] json)
        : base(json) => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    /// <summary>Whether a connection was there and began to send it.</summary>
    public bool IsBegun { get; private set; }

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsBegun = true;
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }
}
