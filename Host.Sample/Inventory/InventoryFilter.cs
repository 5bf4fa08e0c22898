namespace Host.Sample.Inventory;

/// <summary>A condition on a column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">With what; empty for <see cref="InventoryOperator.IsNull"/> and <see cref="InventoryOperator.IsNotNull"/>.</param>
public sealed record InventoryFilter(string Column, InventoryOperator Operator, string Value)
{
    // Longer ones first: '>=' begins like '>'.
    private static readonly (string Sign, InventoryOperator Operator)[] Signs =
    [
        ("!=", InventoryOperator.NotEqual),
        (">=", InventoryOperator.GreaterOrEqual),
        ("<=", InventoryOperator.LessOrEqual),
        ("=", InventoryOperator.Equal),
        ("~", InventoryOperator.Contains),
        (">", InventoryOperator.Greater),
        ("<", InventoryOperator.Less),
    ];

    /// <summary>The condition as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Operator switch
    {
        InventoryOperator.IsNull => $"{Column} is null",
        InventoryOperator.IsNotNull => $"{Column} is not null",
        // The space keeps '<' and a value that begins with '=' from reading as '<='.
        _ => $"{Column}{Signs.First(sign => sign.Operator == Operator).Sign} {Value}",
    };

    /// <summary>Reads <c>status=active</c>, <c>name~ann</c>, <c>joined_at&gt;=2026-01-01</c>, <c>email is null</c> or <c>email is not null</c>.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    public static InventoryFilter Parse(string text)
    {
        var end = 0;

        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        var column = text[..end];
        var rest = text[end..].TrimStart();

        if (column.Length > 0)
        {
            switch (rest.TrimEnd().ToUpperInvariant())
            {
                case "IS NULL":
                    return new(column, InventoryOperator.IsNull, "");
                case "IS NOT NULL":
                    return new(column, InventoryOperator.IsNotNull, "");
            }

            foreach (var (sign, comparison) in Signs)
            {
                if (rest.StartsWith(sign, StringComparison.Ordinal))
                {
                    return new(column, comparison, rest[sign.Length..].Trim());
                }
            }
        }

        throw new HostException(
            HostProblem.Usage,
            $"The filter '{text}' is not understood.",
            "Write column=value, column!=value, column~part, column<value, column<=value, column>value, column>=value, 'column is null' or 'column is not null'.");
    }
}
