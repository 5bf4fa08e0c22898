namespace Host.Sample.Plugins;

/// <summary>Turns what a plugin threw into text, so that the host keeps no object of the plugin's. Survives exceptions whose own members throw.</summary>
internal static class PluginWords
{
    private const int MostCharacters = 400;

    public static string Of(Exception exception)
    {
        // What was put into words already, here or in a process of the plugin's own.
        if (exception is PluginFailedException or Isolation.PluginBrokeException)
        {
            return OneLine(exception.Message);
        }

        var cause = exception is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : exception;

        return OneLine($"{cause.GetType().Name}: {MessageOf(cause)}");
    }

    /// <summary>One line of bounded length, whatever was given.</summary>
    public static string OneLine(string? text)
    {
        var line = string.Concat((text ?? "").Select(character => char.IsControl(character) ? ' ' : character)).Trim();

        return line.Length <= MostCharacters ? line : $"{line[..MostCharacters]}…";
    }

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
#pragma warning disable CA1031 // Message is virtual: a plugin's exception may throw anything from it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "(it has no readable message)";
        }
    }
}
