using System.Net;
using Goring.Web.Edge;
using Microsoft.AspNetCore.Connections;

namespace Goring.UnitTests.Web.Edge;

public sealed class AddressQueuesTests : IDisposable
{
    private readonly WaitingRoom _room = new(1, TimeSpan.FromSeconds(15), TimeProvider.System);

    [Fact]
    public void Longest_queue_is_found_whoever_comes_and_goes()
    {
        var random = new Random(1);
        var queues = new AddressQueues();
        List<WaitingConnection> waiting = [];
        for (var step = 0; step < 20_000; step++)
        {
            if (waiting.Count == 0 || random.NextDouble() < 0.5)
            {
                var guest = From($"192.0.2.{random.Next(1, 8)}");
                queues.Add(guest);
                waiting.Add(guest);
            }
            else
            {
                var guest = random.NextDouble() < 0.5 ? queues.FirstOfLongest : waiting[random.Next(waiting.Count)];
                queues.Remove(guest);
                waiting.Remove(guest);
            }

            if (waiting.Count > 0)
            {
                var most = waiting.GroupBy(guest => guest.Address).Max(address => address.Count());
                waiting.GroupBy(guest => guest.Address).Where(address => address.Count() == most)
                    .Select(address => address.First()).Contains(queues.FirstOfLongest)
                    .Should().BeTrue("at step {0} it is the first of one that has the most", step);
            }
        }
    }

    [Fact]
    public void Where_each_address_has_one_it_is_the_one_that_came_first()
    {
        var queues = new AddressQueues();
        var first = From("192.0.2.1");
        queues.Add(first);
        queues.Add(From("192.0.2.2"));
        queues.Add(From("192.0.2.3"));

        queues.FirstOfLongest.Should().BeSameAs(first);
    }

    public void Dispose() => _room.Dispose();

    private WaitingConnection From(string address) =>
        new(_room, new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) });
}
