namespace Host.Sample.Database;

/// <summary>A statement that is run several times, its values going to and fro without an object each.</summary>
/// <remarks>Not safe for several threads. Values are written <c>?1</c>, <c>?2</c> and counted from 1, columns from 0. Of one connection only one statement may be read at a time, unless the store is known to allow more.</remarks>
public abstract class SqlStatement : IDisposable
{
    public abstract SqlStatement Bind(int position, long value);

    public abstract SqlStatement Bind(int position, string value);

    public abstract SqlStatement BindNull(int position);

    public abstract SqlStatement BindText(int position, ReadOnlySpan<byte> utf8);

    public abstract SqlStatement BindBlob(int position, ReadOnlySpan<byte> bytes);

    /// <summary>Forgets all values: what is not bound again is null.</summary>
    public abstract void Clear();

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one; after the last the statement may be run again.</returns>
    public abstract bool Step();

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public abstract int Run();

    /// <summary>Runs a statement that gives one number; 0 when it gives none.</summary>
    public long Number()
    {
        if (!Step())
        {
            return 0;
        }

        var number = Int64(0);
        Reset();

        return number;
    }

    /// <summary>Ends reading before the last row.</summary>
    public abstract void Reset();

    public abstract bool IsNull(int column);

    /// <summary>Whether the value is kept as a whole number.</summary>
    public abstract bool IsWhole(int column);

    public abstract long Int64(int column);

    public abstract double Double(int column);

    public abstract string Text(int column);

    /// <summary>The bytes of a text or blob; good until the next step.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int column);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
