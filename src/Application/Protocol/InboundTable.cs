using System.Collections.Frozen;

namespace Goring.Application.Protocol;

/// <summary>The rows of one protocol, found by type. A type that is not here does not exist for the server.</summary>
public sealed class InboundTable
{
    private readonly FrozenDictionary<string, InboundRow> _rows;
    private readonly FrozenDictionary<string, InboundRow>.AlternateLookup<ReadOnlySpan<char>> _byType;

    internal InboundTable(FrozenDictionary<string, InboundRow> rows)
    {
        _rows = rows;
        _byType = rows.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The longest type, in characters.</summary>
    public int MaxTypeLength => _rows.Keys.Max(type => type.Length);

    public IEnumerable<string> Types => _rows.Keys;

    /// <summary>Those that only a <c>goring.v1</c> client may send.</summary>
    public IEnumerable<string> ExtendedTypes => _rows.Values.Where(row => row.IsExtended).Select(row => row.Type);

    /// <summary>Every message class with a row.</summary>
    public IEnumerable<Type> Messages => _rows.Values.Select(row => row.Message);

    internal InboundRow? Find(ReadOnlySpan<char> type) => _byType.TryGetValue(type, out var row) ? row : null;
}
