namespace Plugin.Conformance;

/// <summary>What is wrong, a sentence each.</summary>
public sealed class Findings
{
    private const int Most = 25;
    private const int MostCharacters = 400;

    private readonly List<string> _all = [];

    /// <summary>All of them, the first one first.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Adds one; of very many the first ones have to do.</summary>
    /// <param name="finding">The sentence.</param>
    public void Add(string finding)
    {
        if (_all.Count < Most)
        {
            _all.Add(OneLine(finding));
        }
    }

    /// <summary>Adds a finding unless something holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="finding">The sentence for when it does not.</param>
    /// <returns>Whether it does.</returns>
    public bool Require(bool holds, string finding)
    {
        if (!holds)
        {
            Add(finding);
        }

        return holds;
    }

    /// <summary>Text for people must be there and be a sentence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">Whose text it is.</param>
    public void RequireSentence(string? text, string what)
    {
        if (Require(!string.IsNullOrWhiteSpace(text), $"There is no text for {what}."))
        {
            Require(text!.TrimEnd().EndsWith('.') && text.Contains(' ', StringComparison.Ordinal), $"This is no sentence for {what}: {text}");
        }
    }

    /// <summary>Names must differ, also when case is not looked at.</summary>
    /// <param name="names">The names.</param>
    /// <param name="what">What they name.</param>
    public void RequireUnique(IEnumerable<string> names, string what)
    {
        foreach (var twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            Add($"Among the {what}, '{twice.Key}' is there {twice.Count()} times.");
        }
    }

    /// <summary>One line of bounded length, whatever was given.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The line.</returns>
    public static string OneLine(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();

        return line.Length <= MostCharacters ? line : $"{line[..MostCharacters]}...";
    }
}
