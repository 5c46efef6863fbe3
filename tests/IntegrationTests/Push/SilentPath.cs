using System.Net;
using System.Net.Sockets;

namespace Goring.IntegrationTests.Push;

/// <summary>What lies between us and a service, and may stop carrying anything without telling either side.</summary>
internal sealed class SilentPath : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _service;
    private readonly Task _accepting;
    private CancellationTokenSource _open = new();
    private long _bytesFromClient;
    private int _closedByClient;

    private SilentPath(Uri service)
    {
        _service = service;
        _listener.Start();
        Url = new UriBuilder(service) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public long BytesFromClient => Interlocked.Read(ref _bytesFromClient);

    /// <summary>Connections that the client closed.</summary>
    public int ClosedByClient => Volatile.Read(ref _closedByClient);

    public static SilentPath To(Uri service) => new(service);

    /// <summary>From now on the connections that there are carry nothing to the client; new ones work.</summary>
    public void Freeze() => Interlocked.Exchange(ref _open, new()).Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true)
            {
                carrying.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var owned = client;
        using var service = new TcpClient();
        await service.ConnectAsync(_service.Host, _service.Port);
        var back = CopyAsync(service.GetStream(), client.GetStream(), _open.Token);
        await CopyFromClientAsync(client.GetStream(), service.GetStream());
        service.Close();
        await back;
    }

    private async Task CopyFromClientAsync(NetworkStream client, NetworkStream service)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await client.ReadAsync(buffer, _stop.Token)) > 0)
            {
                Interlocked.Add(ref _bytesFromClient, read);
                await service.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }

            Interlocked.Increment(ref _closedByClient);
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _closedByClient);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken open)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, open);
        try
        {
            await from.CopyToAsync(to, either.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Frozen, or over.
        }
    }
}
