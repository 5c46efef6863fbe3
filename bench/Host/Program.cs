using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Goring.Web;

// The server, unchanged, beside a port that tells what the process has allocated: whoever connects gets the number.
await using var app = GoringHost.Build(args);
await app.StartAsync();
using var asked = new TcpListener(IPAddress.Loopback, app.Configuration.GetValue<int>("BENCH_ALLOCATED_PORT"));
asked.Start();
while (true)
{
    using var client = await asked.AcceptTcpClientAsync();
    var allocated = GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture);
    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(allocated));
}
