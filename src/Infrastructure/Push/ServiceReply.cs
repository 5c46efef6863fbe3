using System.Net;
using System.Net.Http.Headers;
using Goring.Application.Push;

namespace Goring.Infrastructure.Push;

/// <summary>What one request came to: an answer of the service, or a fault on the way.</summary>
/// <param name="Status">Not to be read where there is a <paramref name="Fault"/>.</param>
/// <param name="Body">The first few KiB at most; empty where it could not be read.</param>
/// <param name="Connection">Which connection it went over, for <see cref="PushLink.Renew"/>.</param>
internal sealed record ServiceReply(
    HttpStatusCode Status,
    ReadOnlyMemory<byte> Body,
    TimeSpan? RetryAfter,
    int Connection,
    PushAnswer.NotNow? Fault = null)
{
    /// <summary>Vendors' error bodies have some hundred bytes; a proxy's page may have any number.</summary>
    private const int MostBodyBytes = 4096;

    public static ServiceReply Of(PushAnswer.NotNow fault, int connection) =>
        new(default, ReadOnlyMemory<byte>.Empty, null, connection, fault);

    public static async Task<ServiceReply> ReadAsync(
        HttpResponseMessage response, int connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(
            response.StatusCode,
            await ReadStartAsync(response, cancellationToken),
            Wait(response.Headers.RetryAfter, now),
            connection);

    /// <summary>A success is read too: a stream that is dropped half-read is reset, and services count resets.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadStartAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[MostBodyBytes];
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return buffer.AsMemory(0, read);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            // The status is known, and says enough to be going on with.
            return ReadOnlyMemory<byte>.Empty;
        }
        catch (OperationCanceledException) when (response.IsSuccessStatusCode)
        {
            // The push was taken. To call that no answer would have it sent again.
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? retryAfter, DateTimeOffset now)
    {
        var wait = retryAfter?.Delta ?? (retryAfter?.Date - now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
