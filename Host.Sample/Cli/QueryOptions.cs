using System.CommandLine;
using Host.Sample.Inventory;

namespace Host.Sample.Cli;

/// <summary>The options that say which rows are wanted.</summary>
internal sealed class QueryOptions
{
    private readonly Option<string[]> _where = new("--where")
    {
        Description = "A condition: column=value, column!=value, column~part, column<value, column<=value, column>value, column>=value, 'column is null', 'column is not null'. May be repeated.",
        HelpName = "condition",
    };

    private readonly Option<string?> _search = new("--search") { Description = "A text that some column must contain.", HelpName = "text" };

    private readonly Option<string?> _sort = new("--sort") { Description = "The column to sort by. Default: the key.", HelpName = "column" };

    private readonly Option<bool> _descending = new("--descending") { Description = "The highest first." };

    private readonly Option<int> _skip = new("--skip") { Description = "How many rows to leave out at the beginning.", HelpName = "number", CustomParser = CommandLineParsers.Whole(0, int.MaxValue) };

    private readonly Option<AsOf> _asOf = AsOf();

    public static Option<AsOf> AsOf() => new("--as-of") { Description = "As of this run, or as of the run that was published at this moment (2026-03-01, 2026-03-01T08:00:00Z). Default: the published one.", HelpName = "run|moment", CustomParser = CommandLineParsers.AsOf };

    public void AddTo(Command command)
    {
        command.Options.Add(_where);
        command.Options.Add(_search);
        command.Options.Add(_sort);
        command.Options.Add(_descending);
        command.Options.Add(_skip);
        command.Options.Add(_asOf);
    }

    public InventoryQuery Read(ParseResult parsed) => new()
    {
        AsOf = parsed.GetValue(_asOf),
        Filters = [.. (parsed.GetValue(_where) ?? []).Select(InventoryFilter.Parse)],
        Search = parsed.GetValue(_search),
        SortBy = parsed.GetValue(_sort),
        IsDescending = parsed.GetValue(_descending),
        Skip = parsed.GetValue(_skip),
    };
}
