using System.CommandLine.Parsing;
using System.Globalization;
using Host.Sample.Inventory;

namespace Host.Sample.Cli;

/// <summary>Turns what was typed into values, or says in a sentence why not.</summary>
internal static class CommandLineParsers
{
    /// <summary>A whole number between two bounds.</summary>
    public static Func<ArgumentResult, int> Whole(int least, int most) => result => (int)(Number(result, least, most) ?? least);

    /// <inheritdoc cref="Whole"/>
    public static Func<ArgumentResult, int?> WholeOrNone(int least, int most) => result => (int?)Number(result, least, most);

    /// <summary>The number of a run; 0 is before the first.</summary>
    public static long Run(ArgumentResult result) => Number(result, 0, long.MaxValue) ?? 0;

    /// <inheritdoc cref="Run"/>
    public static long? RunOrNone(ArgumentResult result) => Number(result, 0, long.MaxValue);

    /// <summary>As of a run or a moment.</summary>
    public static AsOf AsOf(ArgumentResult result)
    {
        if (!Inventory.AsOf.TryParse(Text(result), null, out var asOf))
        {
            result.AddError($"'{Text(result)}' does not fit {Name(result)}. {Inventory.AsOf.Fix}");
        }

        return asOf;
    }

    public static DirectoryInfo? Folder(ArgumentResult result) => Path(result) is { } path ? new(path) : null;

    public static FileInfo? File(ArgumentResult result) => Path(result) is { } path ? new(path) : null;

    public static FileInfo[] Files(ArgumentResult result)
    {
        List<FileInfo> files = [];

        foreach (var token in result.Tokens)
        {
            if (Path(result, token.Value) is { } path)
            {
                files.Add(new(path));
            }
        }

        return [.. files];
    }

    /// <summary>A value of an enumeration, in lower case.</summary>
    public static T Word<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => Words.Lower(value));

        if (words.TryGetValue(Text(result), out var value))
        {
            return value;
        }

        result.AddError($"'{Text(result)}' does not fit {Name(result)}: it takes {string.Join(", ", words.Keys.SkipLast(1))} or {words.Keys.Last()}.");

        return default;
    }

    /// <summary>Values of an enumeration, in words.</summary>
    public static T[] LicenceWord<T>(ArgumentResult result)
        where T : struct, Enum
    {
        List<T> values = [];

        foreach (var token in result.Tokens)
        {
            if (Licences.LicenceWords.Parse<T>(token.Value) is { } value)
            {
                values.Add(value);
            }
            else
            {
                var words = Enum.GetValues<T>().Select(entry => Licences.LicenceWords.Of(entry).Replace(' ', '-')).ToList();
                result.AddError($"'{token.Value}' does not fit {Name(result)}: it takes {string.Join(", ", words.SkipLast(1))} or {words[^1]}.");
            }
        }

        return [.. values];
    }

    /// <summary>A sum of money.</summary>
    public static decimal? Money(ArgumentResult result)
    {
        if (decimal.TryParse(Text(result), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        result.AddError($"'{Text(result)}' does not fit {Name(result)}: it takes a number such as 12.50, with a point and without a currency.");

        return null;
    }

    /// <summary>A day.</summary>
    public static DateOnly? Day(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(Text(result), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"'{Text(result)}' does not fit {Name(result)}: it takes a day such as 2026-12-31.");

        return null;
    }

    /// <summary>Origins: scheme, host and port, nothing behind.</summary>
    public static string[] Origins(ArgumentResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (!(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address is { UserInfo.Length: 0, PathAndQuery: "/", Fragment.Length: 0 }))
            {
                result.AddError($"'{text}' is no origin such as http://127.0.0.1:4000.");
            }
        }

        return [.. result.Tokens.Select(token => token.Value)];
    }

    public static Uri? Address(ArgumentResult result)
    {
        var text = Text(result);

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
        {
            return address;
        }

        result.AddError($"'{text}' is no http or https address such as http://127.0.0.1:5080.");

        return null;
    }

    public static KeyValuePair<string, string>[] Pairs(ArgumentResult result)
    {
        List<KeyValuePair<string, string>> pairs = [];

        foreach (var token in result.Tokens)
        {
            var sign = token.Value.IndexOf('=', StringComparison.Ordinal);

            if (sign <= 0)
            {
                // What stands there could be half of a secret: it is not repeated.
                result.AddError("A setting is given as name=value.");

                return [];
            }

            pairs.Add(KeyValuePair.Create(token.Value[..sign], token.Value[(sign + 1)..]));
        }

        if (pairs.GroupBy(pair => pair.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            result.AddError($"The setting '{twice.Key}' is given twice.");
        }

        return [.. pairs];
    }

    private static string Text(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static string Name(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : $"<{result.Argument.Name}>";

    private static long? Number(ArgumentResult result, long least, long most)
    {
        if (long.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"'{Text(result)}' does not fit {Name(result)}: it takes a whole number{(most == long.MaxValue ? "" : $" from {Words.Number(least)} to {Words.Number(most)}")}.");

        return null;
    }

    private static string? Path(ArgumentResult result) => Path(result, Text(result));

    private static string? Path(ArgumentResult result, string text)
    {
        try
        {
            return System.IO.Path.GetFullPath(text);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            result.AddError($"'{text}' is no path for {Name(result)}.");

            return null;
        }
    }
}
