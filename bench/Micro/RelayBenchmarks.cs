using BenchmarkDotNet.Attributes;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using MediatR;

namespace Goring.Bench.Micro;

/// <summary>The way of one candidate, whole and in parts. <c>BENCH_REDIS_ADDR</c> has the calls stand in that Redis.</summary>
[MemoryDiagnoser]
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Performance", "CA1515:Consider making public types internal", Justification = "BenchmarkDotNet derives from it.")]
public class RelayBenchmarks
{
    private readonly Ping _ping = new();

    private CallInProcess _call = null!;
    private MessageDispatcher _dispatcher = null!;
    private IMediator _mediator = null!;
    private ICallStore _store = null!;
    private ReadOnlyMemory<byte> _frame;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _call = await CallInProcess.StartAsync(Environment.GetEnvironmentVariable("BENCH_REDIS_ADDR"));
        _dispatcher = _call.Get<MessageDispatcher>();
        _mediator = _call.Get<IMediator>();
        _store = _call.Get<ICallStore>();
        _ping.Sender = _call.Caller.Sender;
        _frame = _call.Candidate.ToArray();
    }

    [GlobalCleanup]
    public async Task StopAsync() => await _call.DisposeAsync();

    /// <summary>Envelope and payload of a candidate.</summary>
    [Benchmark]
    public Incoming Parse() => MessageDispatcher.Read(_call.Candidate, _call.Caller);

    /// <summary>The least command through the mediator, its behaviours and its validator.</summary>
    [Benchmark]
    public Task<Reply> Pipeline() => _mediator.Send(_ping);

    /// <summary>The step of the store, and the frame into the peer's hands.</summary>
    [Benchmark]
    public ValueTask<Outcome> Store() =>
        _store.ApplyAsync(_call.Session, CallTransition.Relay, _call.Caller.User, _frame, CancellationToken.None);

    /// <summary>All of it, but for the sockets.</summary>
    [Benchmark]
    public ValueTask<ErrorCode?> Relay() =>
        _dispatcher.DispatchAsync(_call.Candidate, _call.Caller, CancellationToken.None);
}
