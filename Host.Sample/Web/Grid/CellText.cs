using Host.Sample.Cli;

namespace Host.Sample.Web.Grid;

/// <summary>Text from services, made fit for a page: nothing in it steers the page, and it is no longer than there is room.</summary>
public static class CellText
{
    /// <summary>How much of a text stands in a grid.</summary>
    public const int MostInCell = 120;

    /// <summary>How much of a text stands in a row's detail until all of it is asked for.</summary>
    public const int MostInDetail = 2000;

    private static readonly System.Buffers.SearchValues<char> LineEnds = System.Buffers.SearchValues.Create("\r\n\t");

    /// <summary>One line for a grid.</summary>
    public static string InCell(string text)
    {
        var cut = Cut(text, MostInCell);
        var line = cut.AsSpan().ContainsAny(LineEnds) ? cut.Replace('\r', ' ').Replace('\n', ' ').Replace('\t', ' ') : cut;

        return Words.Plain(line);
    }

    /// <summary>Text with its lines, for a row's detail.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWhole">Whether all of it is wanted.</param>
    public static string InDetail(string text, bool isWhole) =>
        string.Join('\n', (isWhole ? text : Cut(text, MostInDetail)).ReplaceLineEndings("\n").Split('\n').Select(line => Words.Plain(line.Replace('\t', ' '))));

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        // Never in the middle of a character of two halves.
        var length = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;

        return $"{text[..length]}...";
    }
}
