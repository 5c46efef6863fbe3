using System.Net;
using System.Net.Sockets;
using System.Text;
using Goring.Infrastructure.Redis;
using RESPite.Transports;
using StackExchange.Redis;

#pragma warning disable SER009 // As RedisTransport.

namespace Goring.UnitTests.Infrastructure.Redis;

/// <summary>The client's connection, against a socket that reads when it likes.</summary>
public sealed class RedisTransportTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RedisAnswers _answers = new();
    private readonly Receiver _receiver = new();
    private Socket _redis = null!;
    private RedisTransport _transport = null!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var budget = new CancellationTokenSource(Patience);
        var ours = await RedisWire.ConnectAsync(listener.LocalEndpoint, budget.Token);
        _redis = await listener.AcceptSocketAsync(budget.Token);
        _transport = new(ours, _answers);
        _transport.Start(_receiver);
    }

    public async Task DisposeAsync() => await _transport.DisposeAsync();

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task What_is_flushed_is_sent_and_nothing_before()
    {
        Write("PING");
        _redis.Available.Should().Be(0);

        _transport.Flush().Should().BeTrue();

        (await ReadAsync(4)).Should().Be("PING");
    }

    [Fact]
    public async Task Who_asks_a_Redis_that_does_not_read_is_not_kept_waiting_and_all_of_it_arrives_in_order()
    {
        const int Commands = 4000;
        var expected = new StringBuilder();
        for (var i = 0; i < Commands; i++)
        {
            var command = $"{i}:{new string((char)('a' + (i % 26)), 4096)};";
            expected.Append(command);
            Write(command);
            _transport.Flush().Should().BeTrue();
        }

        (await ReadAsync(expected.Length)).Should().Be(expected.ToString());
    }

    [Fact]
    public async Task What_comes_is_told()
    {
        await _redis.SendAsync("+PONG\r\n"u8.ToArray());

        await UntilAsync(() => _receiver.Text == "+PONG\r\n" && _receiver.Batches > 0);
    }

    [Fact]
    public async Task The_end_of_the_connection_is_told_once_and_nothing_is_taken_any_more()
    {
        _redis.Dispose();

        await UntilAsync(() => _receiver.Ends > 0);
        Write("PING");
        _transport.Flush().Should().BeFalse();
        await _transport.DisposeAsync();
        _receiver.Ends.Should().Be(1);
    }

    [Fact]
    public async Task To_close_it_ends_the_connection_at_both_ends()
    {
        await _transport.DisposeAsync();

        await UntilAsync(() => _receiver.Ends > 0);
        (await _redis.ReceiveAsync(new byte[1]).WaitAsync(Patience)).Should().Be(0);
    }

    [Fact]
    public async Task Of_a_receiver_that_wants_no_more_the_connection_ends()
    {
        _receiver.WantsMore = false;
        await _redis.SendAsync("+PONG\r\n"u8.ToArray());

        await UntilAsync(() => _receiver.Ends > 0);
        (await _redis.ReceiveAsync(new byte[1]).WaitAsync(Patience)).Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_waits_for_an_answer_goes_on_behind_its_read_even_if_it_is_the_last(bool wantsMore)
    {
        _receiver.WantsMore = wantsMore;
        var waiting = WaitAsync();

        await _redis.SendAsync("+PONG\r\n"u8.ToArray());

        await waiting.WaitAsync(Patience);
    }

    private async Task WaitAsync() => await _answers.IsThere(_receiver.Answer);

    private void Write(string text)
    {
        var length = Encoding.ASCII.GetBytes(text, _transport.GetSpan(text.Length));
        _transport.Advance(length);
    }

    private async Task<string> ReadAsync(int length)
    {
        var read = new byte[length];
        for (var at = 0; at < length;)
        {
            var part = await _redis.ReceiveAsync(read.AsMemory(at)).AsTask().WaitAsync(Patience);
            part.Should().BePositive();
            at += part;
        }

        return Encoding.ASCII.GetString(read);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private sealed class Receiver : TransportReceiver
    {
        private readonly Lock _gate = new();
        private readonly StringBuilder _text = new();
        private readonly TaskCompletionSource<RedisResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WantsMore { get; set; } = true;

        /// <summary>Completes, as the client's do, with what is read.</summary>
        public Task<RedisResult> Answer => _answer.Task;

        public int Batches { get; private set; }

        public int Ends { get; private set; }

        public string Text
        {
            get
            {
                lock (_gate)
                {
                    return _text.ToString();
                }
            }
        }

        public override bool OnReceived(ReadOnlySpan<byte> payload)
        {
            lock (_gate)
            {
                _text.Append(Encoding.ASCII.GetString(payload));
            }

            _answer.TrySetResult(RedisResult.Create(RedisValue.EmptyString));

            return WantsMore;
        }

        public override void OnBatchEnd() => Batches++;

        public override void OnClosed(Exception? fault) => Ends++;
    }
}
