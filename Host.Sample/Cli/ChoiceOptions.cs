using System.CommandLine;
using Host.Sample.Connectors;
using Host.Sample.Plugins;

namespace Host.Sample.Cli;

/// <summary>Of what a question about scopes is asked: a connector or a plugin, with outcomes and streams.</summary>
internal sealed class ChoiceOptions
{
    private readonly Argument<string> _subject = new("connector|plugin") { Description = "A connector by its name or number, or else a plugin by its id." };

    private readonly Option<string[]> _outcomes = new("--outcome") { Description = "What is wanted, such as 'roster'; repeat for several. Without it 'connectors scopes' lists what there is.", HelpName = "id" };

    private readonly Option<string[]> _streams = new("--stream") { Description = "A stream that is wanted; repeat for several.", HelpName = "id" };

    private readonly Option<bool> _ask = new("--ask") { Description = "Ask the service what the connector's token has; otherwise the last run has to do." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_subject);
        command.Options.Add(_outcomes);
        command.Options.Add(_streams);
        command.Options.Add(_ask);
    }

    public string Subject(ParseResult parsed) => parsed.GetValue(_subject)!;

    public string[] Outcomes(ParseResult parsed) => parsed.GetValue(_outcomes) ?? [];

    public string[] Streams(ParseResult parsed) => parsed.GetValue(_streams) ?? [];

    public bool Asks(ParseResult parsed) => parsed.GetValue(_ask);

    /// <summary>The connector that is meant; null when a plugin is.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: it is neither.</exception>
    public async Task<ConnectorView?> ConnectorAsync(IServiceProvider rooms, ParseResult parsed, CancellationToken cancellationToken)
    {
        var subject = Subject(parsed);

        try
        {
            return await rooms.GetRequiredService<ConnectorService>().GetAsync(subject, cancellationToken);
        }
        catch (HostException exception) when (exception.Problem is HostProblem.NotFound)
        {
            return (await rooms.GetRequiredService<LoadedPlugins>().ListAsync(cancellationToken)).Any(plugin => plugin.Id == subject)
                ? null
                : throw new HostException(HostProblem.NotFound, $"There is neither a connector nor a plugin '{PluginWords.OneLine(subject)}'.", "See 'connectors list' and 'plugins list' for those that are there.");
        }
    }
}
