using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Privacy;

/// <summary>Writes a plugin's rows on as they may be stored, and counts what it did. Serves one stream; not safe for several threads.</summary>
/// <param name="treatments">What is done, column by column.</param>
/// <param name="hash">The connector's hashes; null only when no treatment needs them.</param>
/// <param name="erased">Hashes of the accounts that were erased.</param>
internal sealed class PrivateRow(FieldTreatment[] treatments, PersonalDataHash? hash, IReadOnlySet<string> erased) : IRowFilter, IFieldWriter
{
    private IFieldWriter? _row;
    private int _column;

    public bool IsKept { get; private set; }

    /// <summary>Fields that became hashes since the last <see cref="TakeCounts"/>, fields that were emptied, rows that were withheld.</summary>
    public PrivacyCounts Counts { get; private set; }

    /// <summary>Gives the counts and begins new ones.</summary>
    public PrivacyCounts TakeCounts()
    {
        var counts = Counts;
        Counts = default;

        return counts;
    }

    public IFieldWriter Begin(IFieldWriter row)
    {
        (_row, _column, IsKept) = (row, 0, true);

        return this;
    }

    public void Null()
    {
        _column++;
        _row!.Null();
    }

    public void Int64(long value)
    {
        if (IsWritten())
        {
            _row!.Int64(value);
        }
    }

    public void Decimal(decimal value)
    {
        if (IsWritten())
        {
            _row!.Decimal(value);
        }
    }

    public void Boolean(bool value)
    {
        if (IsWritten())
        {
            _row!.Boolean(value);
        }
    }

    public void Timestamp(DateTimeOffset value)
    {
        if (IsWritten())
        {
            _row!.Timestamp(value);
        }
    }

    public void Text(string value) => Write(value, static (row, text) => row.Text(text), isJson: false);

    public void Json(string value) => Write(value, static (row, text) => row.Json(text), isJson: true);

    private void Write(string value, Action<IFieldWriter, string> write, bool isJson)
    {
        // What is null or one too many is the buffer's to refuse.
        var treatment = _column < treatments.Length && value is not null ? treatments[_column] : FieldTreatment.Keep;

        switch (treatment)
        {
            case FieldTreatment.Hash or FieldTreatment.HashEmail when value!.Length > 0:
                Counts = Counts with { Hashed = Counts.Hashed + 1 };
                _column++;
                write(_row!, treatment is FieldTreatment.HashEmail ? hash!.OfEmail(value) : hash!.Of(value));

                return;
            case FieldTreatment.ForgetErased when isJson && ErasedNames.Without(value!, IsErased) is var rest && rest != value:
                Counts = Counts with { Dropped = Counts.Dropped + 1 };
                _column++;
                write(_row!, rest);

                return;
            case FieldTreatment.ForgetErased when !isJson && IsErased(value!):
                Counts = Counts with { Dropped = Counts.Dropped + 1 };
                Null();

                return;
            case FieldTreatment.WithholdErased when IsKept && IsErased(value!):
                Counts = Counts with { Withheld = Counts.Withheld + 1 };
                IsKept = false;

                break;
        }

        if (IsWritten())
        {
            write(_row!, value!);
        }
    }

    private bool IsErased(string value) => erased.Contains(hash!.Of(value));

    /// <summary>Whether the value is written; otherwise null was, and it is counted.</summary>
    private bool IsWritten()
    {
        if (_column < treatments.Length && treatments[_column] is FieldTreatment.Drop)
        {
            Counts = Counts with { Dropped = Counts.Dropped + 1 };
            Null();

            return false;
        }

        _column++;

        return true;
    }
}
