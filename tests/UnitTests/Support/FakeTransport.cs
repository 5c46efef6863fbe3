using System.IO.Pipelines;
using System.Text;

namespace Goring.UnitTests.Support;

/// <summary>A connection's pipes, with a test at their other ends. Text is Latin-1: a character a byte.</summary>
/// <param name="room">Bytes that may be on their way; a write that reaches it waits until they were read.</param>
/// <param name="output">What is sent goes here, as under TLS, and not where a look finds it; null for a pipe.</param>
internal sealed class FakeTransport(int room = 1024 * 1024, Stream? output = null) : IDuplexPipe, IDisposable
{
    private readonly PipeWriter? _output = output is null ? null : PipeWriter.Create(output);
    private readonly Pipe _inbound = new(new(pauseWriterThreshold: 0));
    private readonly Pipe _outbound = new(new(pauseWriterThreshold: room, resumeWriterThreshold: 1));

    public PipeReader Input => _inbound.Reader;

    public PipeWriter Output => _output ?? _outbound.Writer;

    /// <summary>How often its connection was given up.</summary>
    public int Aborts { get; private set; }

    public void Abort() => Aborts++;

    public async Task ArriveAsync(string text) => await _inbound.Writer.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The other side sends no more; with an error, its connection is lost.</summary>
    public void End(Exception? error = null)
    {
        _inbound.Writer.Complete(error);
        if (error is not null)
        {
            _outbound.Reader.Complete();
        }
    }

    /// <summary>What was sent since the last look.</summary>
    public string TakeSent()
    {
        if (!_outbound.Reader.TryRead(out var read))
        {
            return "";
        }

        var sent = Encoding.Latin1.GetString(read.Buffer);
        _outbound.Reader.AdvanceTo(read.Buffer.End);
        return sent;
    }

    public void Dispose()
    {
        _inbound.Reader.Complete();
        _outbound.Writer.Complete();
    }
}
