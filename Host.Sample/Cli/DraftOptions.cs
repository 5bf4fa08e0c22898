using System.CommandLine;
using Host.Sample.Connectors;

namespace Host.Sample.Cli;

/// <summary>The options by which a connector's fields are given.</summary>
internal sealed class DraftOptions
{
    private readonly Option<string?> _description = new("--description") { Description = "What the connector is for." };

    private readonly Option<KeyValuePair<string, string>[]> _set = new("--set")
    {
        Description = "A setting that is no secret, as name=value; an empty value clears it. May be repeated.",
        HelpName = "name=value",
        CustomParser = CommandLineParsers.Pairs,
    };

    private readonly Option<string[]> _secret = new("--secret") { Description = SecretInput.Help, HelpName = "name" };

    private readonly Option<string[]> _streams = new("--stream")
    {
        Description = "Collect this stream; repeat for several. Default: those that are on by default.",
        HelpName = "id",
    };

    private readonly Option<string[]> _outcomes = new("--outcome")
    {
        Description = "Collect the streams that this outcome takes, such as 'roster'; repeat for several. 'connectors scopes <plugin>' lists them.",
        HelpName = "id",
    };

    private readonly Option<int?> _fullEvery = new("--full-every")
    {
        Description = "After how many runs everything is asked for again, whatever is known from earlier runs; 0: never. Default: 30.",
        HelpName = "runs",
        CustomParser = CommandLineParsers.WholeOrNone(0, 10_000),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_description);
        command.Options.Add(_set);
        command.Options.Add(_secret);
        command.Options.Add(_streams);
        command.Options.Add(_outcomes);
        command.Options.Add(_fullEvery);
    }

    public async Task<ConnectorDraft> ReadAsync(ParseResult parsed, string name, string pluginId, string endpointServer, Output output, CancellationToken cancellationToken) => new()
    {
        Name = name,
        Description = parsed.GetValue(_description),
        PluginId = pluginId,
        EndpointServer = endpointServer,
        Texts = (parsed.GetValue(_set) ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value),
        Secrets = await SecretInput.ReadAsync(parsed.GetValue(_secret) ?? [], output, cancellationToken),
        Streams = parsed.GetValue(_streams) is { Length: > 0 } streams ? streams : null,
        Outcomes = parsed.GetValue(_outcomes) ?? [],
        FullRunEvery = parsed.GetValue(_fullEvery),
    };
}
