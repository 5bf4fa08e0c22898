using System.Globalization;

namespace Plugin.Orchard.Settings;

/// <summary>Something that is to go wrong: <c>growers:3:throw</c>. Pages count from 1, by position in the whole stream.</summary>
internal sealed record Mishap(string StreamId, int Page, MishapKind Kind)
{
    /// <summary>Reads a list such as <c>growers:3:throw, trees:1:skip</c>; null when a part is none.</summary>
    public static IReadOnlyList<Mishap>? ParseAll(string? text)
    {
        List<Mishap> mishaps = [];

        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [var stream, var page, var kind]
                || !int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < 1
                || Kinds.GetValueOrDefault(kind) is not { } known)
            {
                return null;
            }

            mishaps.Add(new(stream, number, known));
        }

        return mishaps;
    }

    /// <summary>The words of the setting.</summary>
    public static IReadOnlyDictionary<string, MishapKind?> Kinds { get; } = new Dictionary<string, MishapKind?>
    {
        ["throw"] = MishapKind.Throw,
        ["fail"] = MishapKind.Fail,
        ["partial"] = MishapKind.Partial,
        ["skip"] = MishapKind.Skip,
        ["authorize_again"] = MishapKind.AuthorizeAgain,
        ["startover"] = MishapKind.StartOver,
        ["hang"] = MishapKind.Hang,
        ["wait"] = MishapKind.Wait,
        ["omit"] = MishapKind.Omit,
        ["keyless"] = MishapKind.Keyless,
    };
}
