using System.Text;
using Goring.Application.Connections;
using Goring.Web.Edge;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;
using Serilog.Formatting;

namespace Goring.Web.Observability;

/// <summary>
/// Where the log goes. A line that comes while the thread has sockets to flush waits for them, and goes out behind their frames with the
/// others that came meanwhile; any other is written at once. Lines stand in the order in which they came, and none is dropped: where the
/// output takes no more, whoever logs waits.
/// </summary>
/// <remarks>
/// A warning, or worse, is written before <see cref="Emit"/> returns, with all that stands before it. Who kills the process loses what its
/// threads were about to write. Why: docs/decisions/0095.
/// </remarks>
internal sealed class GatheredLines : ILogEventSink, IFlushable, IDisposable
{
    /// <summary>
    /// Bytes; lines go together as long as they are not more. What a pipe takes in one piece on Linux (PIPE_BUF, pipe(7)), so that nothing
    /// of another process stands inside a line.
    /// </summary>
    public const int MostAtOnce = 4096;

    /// <summary>After so many lines that wait they are promised anew: should a thread break its promise, they are written all the same.</summary>
    public const int PerPromise = 64;

    private readonly Stream _output;
    private readonly ITextFormatter _formatter;
    private readonly Lock _gate = new();
    private readonly Lock _writing = new();
    private readonly MemoryStream _bytes = new(2 * MostAtOnce);
    private readonly StreamWriter _text;
    private List<LogEvent> _waiting = [];
    private List<LogEvent> _spare = [];

    /// <param name="output">Is flushed after each batch, and not disposed of.</param>
    /// <param name="formatter">Ends each line itself.</param>
    public GatheredLines(Stream output, ITextFormatter formatter)
    {
        _output = output;
        _formatter = formatter;
        _text = new(_bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
    }

    public void Emit(LogEvent logEvent)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        bool isPromised;
        lock (_gate)
        {
            _waiting.Add(logEvent);
            isPromised = _waiting.Count % PerPromise != 1;
        }

        if (logEvent.Level >= LogEventLevel.Warning || !(isPromised || FlushScope.TryAdd(this) || AfterPoll.TryJoin(this)))
        {
            Write();
        }
    }

    void IFlushable.Flush() => Write();

    /// <summary>Writes what waits.</summary>
    public void Dispose()
    {
        Write();
        _text.Dispose();
    }

    /// <summary>Never throws: an output that is gone must not take the server with it.</summary>
    private void Write()
    {
        lock (_writing)
        {
            List<LogEvent> lines;
            lock (_gate)
            {
                (lines, _waiting) = (_waiting, _spare);
                _spare = lines;
            }

            try
            {
                foreach (var line in lines)
                {
                    Append(line);
                }

                WriteOut((int)_bytes.Length);
                _output.Flush();
            }
#pragma warning disable CA1031 // As Serilog's own places: its log of itself is all that is left to tell.
            catch (Exception error)
#pragma warning restore CA1031
            {
                SelfLog.WriteLine("{0} lines were not written: {1}", lines.Count, error);
                _bytes.SetLength(0);
            }

            lines.Clear();
        }
    }

    private void Append(LogEvent line)
    {
        var before = (int)_bytes.Length;
        try
        {
            _formatter.Format(line, _text);
            _text.Flush();
        }
#pragma warning disable CA1031 // The others are sound.
        catch (Exception error)
#pragma warning restore CA1031
        {
            SelfLog.WriteLine("A line was not written: {0}", error);
            _text.Flush();
            _bytes.SetLength(before);
        }

        if (_bytes.Length > MostAtOnce && before > 0)
        {
            WriteOut(before);
        }
    }

    /// <summary>Writes the first bytes; the others come next.</summary>
    private void WriteOut(int count)
    {
        var bytes = _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);
        _output.Write(bytes[..count]);
        bytes[count..].CopyTo(bytes);
        _bytes.SetLength(bytes.Length - count);
    }
}
