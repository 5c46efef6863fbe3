using System.Globalization;
using System.Text;

namespace Goring.Fuzz;

/// <summary>Bytes and texts for a terminal: printable ASCII, the rest as escapes, cut where they are long.</summary>
internal static class Shown
{
    private const int Most = 400;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var shown = new StringBuilder();
        foreach (var value in bytes[..Math.Min(bytes.Length, Most)])
        {
            if (value is >= 0x20 and < 0x7f and not (byte)'\\')
            {
                shown.Append((char)value);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
        }

        return bytes.Length > Most
            ? shown.Append(CultureInfo.InvariantCulture, $"... ({bytes.Length} bytes)").ToString()
            : shown.ToString();
    }

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
