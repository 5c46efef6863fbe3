using System.Text;
using Goring.Web.Observability;

namespace Goring.UnitTests.Observability;

/// <summary>Lines of the log reach what stands behind standard output each as a whole.</summary>
public sealed class StandardOutputTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(StandardOutput.LongestWholeLine - 1)]
    public void A_line_is_one_write(int length)
    {
        using var output = new CountedStream();
        using var writer = StandardOutput.WriterTo(output);
        var lines = new[] { 'a', 'ж', '語' }.Select(letter => new string(letter, length) + "\n").ToArray();

        foreach (var line in lines)
        {
            writer.Write(line);
        }

        output.Writes.Should().Equal(lines.Select(Encoding.UTF8.GetBytes), (written, line) => written.AsSpan().SequenceEqual(line));
    }

    [Fact]
    public void A_line_that_is_longer_loses_nothing()
    {
        using var output = new CountedStream();
        using var writer = StandardOutput.WriterTo(output);
        var line = string.Concat(Enumerable.Range(0, StandardOutput.LongestWholeLine).Select(number => $"{number} 語 ")) + "\n";

        writer.Write(line);

        Encoding.UTF8.GetString([.. output.Writes.SelectMany(part => part)]).Should().Be(line);
    }

    private sealed class CountedStream : MemoryStream
    {
        public List<byte[]> Writes { get; } = [];

        public override void Write(byte[] buffer, int offset, int count) => Writes.Add(buffer.AsSpan(offset, count).ToArray());

        public override void Write(ReadOnlySpan<byte> buffer) => Writes.Add(buffer.ToArray());
    }
}
