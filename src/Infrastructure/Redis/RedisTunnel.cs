using System.Net;
using RESPite.Transports;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Goring.Infrastructure.Redis;

#pragma warning disable SER009 // An experiment of the client's; docs/decisions/0087 has what it brings, and the way back.

/// <summary>Gives the client's connections their transport. With TLS, and to sentinels, they have the client's own.</summary>
internal sealed class RedisTunnel(RedisAnswers answers) : Tunnel
{
    public override async ValueTask<DuplexTransport?> ConnectTransportAsync(
        EndPoint endpoint, ConnectionType connectionType, TlsOptions tls, CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(RedisWire.ConnectBudget);
        return new RedisTransport(await RedisWire.ConnectAsync(endpoint, budget.Token), answers);
    }
}
