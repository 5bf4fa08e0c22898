using System.Globalization;
using Plugin.Abstractions.Collection;

namespace BadPlugin.Chameleon;

/// <summary>The rows: numbers in the type of each column; the first text that is no key is none.</summary>
internal sealed class ThingPage(Looks looks) : StreamPage
{
    public override int RowCount => looks.Rows;

    public override void WriteRow(int index, IFieldWriter writer)
    {
        foreach (var column in looks.Columns)
        {
            var text = index == 0 && !column.IsKey ? "none" : index.ToString(CultureInfo.InvariantCulture);

            switch (column.Type)
            {
                case ColumnType.Int64:
                    writer.Int64(index);
                    break;
                case ColumnType.Decimal:
                    writer.Decimal(index + 0.5m);
                    break;
                case ColumnType.Boolean:
                    writer.Boolean(index % 2 == 1);
                    break;
                case ColumnType.Timestamp:
                    writer.Timestamp(DateTimeOffset.UnixEpoch.AddDays(index));
                    break;
                case ColumnType.Json:
                    writer.Json($"[{index}]");
                    break;
                default:
                    writer.Text(text);
                    break;
            }
        }
    }
}
