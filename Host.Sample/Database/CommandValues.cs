using System.Data.Common;

namespace Host.Sample.Database;

internal static class CommandValues
{
    /// <summary>Gives a command a value, by the name that its text has for it.</summary>
    public static void AddValue(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }
}
