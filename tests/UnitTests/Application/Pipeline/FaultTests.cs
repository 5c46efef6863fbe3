using Goring.Application.Ports;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Pipeline;

/// <summary>What a client sees of a fault that is the server's.</summary>
public sealed class FaultTests : IAsyncLifetime, IDisposable
{
    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    [InlineData("call.end")]
    [InlineData("call.check")]
    public async Task A_store_that_does_not_answer_is_an_internal_error(string type)
    {
        _server.Calls.Fault = new StoreUnavailableException("redis:6379 timed out");

        var error = await _server.SendAsync(_alice, Frames.About(type, "s"));

        error.Should().Be(ErrorCode.InternalError);
        _alice.Take().Should().Equal(Frames.Error("internal_error", Frames.Fault, type, "s"));
    }

    [Fact]
    public async Task A_start_without_a_store_is_an_internal_error()
    {
        _server.Calls.Fault = new StoreUnavailableException();

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _alice.Take().Should().Equal(Frames.Error("internal_error", Frames.Fault, "call.start"));
        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task A_signal_without_a_store_is_an_internal_error()
    {
        _server.Calls.Fault = new StoreUnavailableException();

        await _server.SendAsync(_alice, Frames.Offer("s"));

        _alice.Take().Should().Equal(Frames.Error("internal_error", Frames.Fault, "webrtc.offer", "s"));
    }

    [Fact]
    public async Task Any_other_exception_is_one_too()
    {
        _server.Calls.Fault = new InvalidOperationException("a defect");

        await _server.SendAsync(_alice, Frames.About("call.end", "s"));

        _alice.Take().Should().Equal(Frames.Error("internal_error", Frames.Fault, "call.end", "s"));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_connections_is_one_too()
    {
        _server.Calls.Fault = new OperationCanceledException("of the store's own");

        await _server.SendAsync(_alice, Frames.About("call.end", "s"));

        _alice.Take().Should().Equal(Frames.Error("internal_error", Frames.Fault, "call.end", "s"));
    }

    [Fact]
    public async Task The_connection_lives_and_works_once_the_store_does()
    {
        _server.Calls.Fault = new StoreUnavailableException();
        await _server.SendAsync(_alice, Frames.Start("bob"));
        _server.Calls.Fault = null;
        _alice.Take();

        var error = await _server.SendAsync(_alice, Frames.Start("bob"));

        error.Should().BeNull();
        _alice.Closes.Should().BeEmpty();
        _bob.Take().Should().ContainSingle();
    }

    [Fact]
    public async Task An_outage_costs_a_line_a_command_and_no_more()
    {
        _server.Calls.Fault = new StoreUnavailableException("Redis did not answer");

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _server.Log.Lines.Should().Contain("Warning: StartCall of alice failed with the store: Redis did not answer");
    }

    [Fact]
    public async Task The_fault_is_logged_with_its_command_and_user()
    {
        _server.Calls.Fault = new InvalidOperationException();

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _server.Log.Lines.Should().Contain("Error: StartCall of alice failed");
    }

    [Theory]
    [InlineData("{\"type\":\"call.end\",\"payload\":{\"session_id\":\"s\"}}")]
    [InlineData("{\"type\":\"call.check\",\"payload\":{\"session_id\":\"s\"}}")]
    public async Task A_command_that_is_cancelled_with_its_connection_is_not_answered(string frame)
    {
        using var cancellation = new CancellationTokenSource();
        _server.Calls.AfterNextStep = async token =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        var send = () => _server.SendAsync(_alice, frame, cancellation.Token);

        await send.Should().ThrowAsync<OperationCanceledException>();
        _alice.Take().Should().BeEmpty();
        _server.Log.Lines.Should().NotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
