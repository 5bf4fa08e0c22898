using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Host.Sample.Database.Postgres;

/// <inheritdoc/>
/// <remarks>The server plans it once it has been run a few times. While it is read, the connection does nothing else.</remarks>
internal sealed partial class PostgresStatement : SqlStatement
{
    private readonly NpgsqlCommand _command;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private NpgsqlDataReader? _reader;

    public PostgresStatement(NpgsqlConnection connection, string sql)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of the host's own rooms: names are checked and quoted there, values come as parameters.
        _command.CommandText = Place().Replace(sql, "$$${place}");
#pragma warning restore CA2100
        var values = Place().Matches(sql).Select(match => int.Parse(match.Groups["place"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

        for (var value = 0; value < values; value++)
        {
            _command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value });
        }
    }

    public override SqlStatement Bind(int position, long value) => Set(position, value, NpgsqlDbType.Bigint);

    public override SqlStatement Bind(int position, string value) => Set(position, value, NpgsqlDbType.Text);

    public override SqlStatement BindNull(int position) => Set(position, DBNull.Value, NpgsqlDbType.Unknown);

    public override SqlStatement BindText(int position, ReadOnlySpan<byte> utf8) => Bind(position, Encoding.UTF8.GetString(utf8));

    public override SqlStatement BindBlob(int position, ReadOnlySpan<byte> bytes) => Set(position, bytes.ToArray(), NpgsqlDbType.Bytea);

    public override void Clear()
    {
        for (var position = 1; position <= _command.Parameters.Count; position++)
        {
            BindNull(position);
        }
    }

    public override bool Step()
    {
        _reader ??= _command.ExecuteReader();
        _bytes.ResetWrittenCount();

        if (_reader.Read())
        {
            return true;
        }

        Reset();

        return false;
    }

    public override int Run() => Math.Max(0, _command.ExecuteNonQuery());

    public override void Reset()
    {
        _reader?.Dispose();
        _reader = null;
    }

    public override bool IsNull(int column) => Row.IsDBNull(column);

    public override bool IsWhole(int column) => Row.GetFieldType(column) is var type && (type == typeof(long) || type == typeof(int));

    public override long Int64(int column) => Row.IsDBNull(column) ? 0 : Row.GetInt64(column);

    public override double Double(int column) => Row.GetDouble(column);

    public override string Text(int column) => Row.GetString(column);

    public override ReadOnlySpan<byte> Bytes(int column)
    {
        if (Row.GetFieldType(column) == typeof(byte[]))
        {
            return Row.GetFieldValue<byte[]>(column);
        }

        var start = _bytes.WrittenCount;
        Encoding.UTF8.GetBytes(Row.GetString(column), _bytes);

        return _bytes.WrittenSpan[start..];
    }

    protected override void Dispose(bool disposing)
    {
        Reset();
        _command.Dispose();
    }

    private NpgsqlDataReader Row => _reader ?? throw new InvalidOperationException("The statement stands on no row.");

    private PostgresStatement Set(int position, object value, NpgsqlDbType type)
    {
        var parameter = _command.Parameters[position - 1];
        (parameter.NpgsqlDbType, parameter.Value) = (type, value);

        return this;
    }

    [GeneratedRegex(@"\?(?<place>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
