using System.CommandLine.Parsing;

namespace Host.Sample.Cli;

/// <summary>Turns what was typed into values, or says in a sentence why not.</summary>
internal static class CommandLineParsers
{
    public static Uri? Address(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

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

        return [.. pairs];
    }
}
