using System.Net;
using Goring.Infrastructure.Push;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Infrastructure.Push;

public sealed class ServiceReplyTests
{
    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("Tue, 01 Jan 2030 00:00:30 GMT", 30)]
    [InlineData("Mon, 31 Dec 2029 23:59:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData(null, null)]
    public async Task Wait_is_read_in_seconds_or_as_a_date(string? header, int? seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        if (header is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", header);
        }

        (await ReadAsync(response)).RetryAfter.Should().Be(
            seconds is { } number ? TimeSpan.FromSeconds(number) : null);
    }

    [Fact]
    public async Task No_more_than_four_kib_are_read()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadGateway)
        {
            Content = new ByteArrayContent(new byte[1_000_000]),
        };

        (await ReadAsync(response)).Body.Length.Should().Be(4096);
    }

    [Fact]
    public async Task Body_that_breaks_off_leaves_the_status()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Gone)
        {
            Content = new StreamContent(new Broken(new IOException("cut"))),
        };

        var reply = await ReadAsync(response);

        reply.Status.Should().Be(HttpStatusCode.Gone);
        reply.Body.Length.Should().Be(0);
        reply.Fault.Should().BeNull();
    }

    [Fact]
    public async Task Push_that_was_taken_stays_taken_though_the_time_is_over_before_the_body_is_read()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new Broken(new OperationCanceledException())),
        };

        (await ReadAsync(response)).Status.Should().Be(HttpStatusCode.OK);
    }

    private static Task<ServiceReply> ReadAsync(HttpResponseMessage response) =>
        ServiceReply.ReadAsync(response, 1, ManualTime.Start, default);

    private sealed class Broken(Exception error) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw error;
    }
}
