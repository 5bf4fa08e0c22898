using System.Globalization;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Web.Editor;

/// <summary>What somebody has changed in the connector's dialog, laid over what is saved. Only the changes are kept, so that they can be laid over a newer one too.</summary>
public sealed class ConnectorForm
{
    public const string NameField = "name";
    public const string AboutField = "description";
    public const string StreamsField = "streams";

    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, SecretChange> _secrets = [];
    private readonly HashSet<string> _touched = [];
    private string? _name;
    private string? _about;
    private string? _endpointServer;
    private HashSet<string>? _streams;
    private HashSet<string> _outcomes = [];
    private int? _fullRunEvery;
    private bool _isSavePressed;
    private IReadOnlyList<SettingProblem> _problems = [];

    public ConnectorForm(string pluginId, ConnectorDescription description, ConnectorView? saved, string endpointServer)
    {
        PluginId = pluginId;
        Description = description;
        Saved = saved;
        DefaultEndpointServer = endpointServer;
        ExpectedRevision = saved?.Revision;
        Settings = [.. description.Settings.OrderBy(setting => setting.Order)];
    }

    public string PluginId { get; }

    public ConnectorDescription Description { get; }

    /// <summary>All fields of the plugin, in their order.</summary>
    public IReadOnlyList<SettingDefinition> Settings { get; }

    /// <summary>What is saved; null for a new connector.</summary>
    public ConnectorView? Saved { get; private set; }

    /// <summary>The revision that the changes were made to.</summary>
    public int? ExpectedRevision { get; private set; }

    /// <summary>A consent that has been granted and whose token is saved with the connector.</summary>
    public Guid? AuthorizationId { get; set; }

    /// <summary>Whether there is anything that closing would lose.</summary>
    public bool IsDirty => _name is not null || _about is not null || _endpointServer is not null || _streams is not null || _fullRunEvery is not null || _texts.Count > 0 || _secrets.Count > 0 || AuthorizationId is not null;

    public string Name
    {
        get => _name ?? Saved?.Name ?? "";
        set => _name = value == (Saved?.Name ?? "") ? null : value;
    }

    public string About
    {
        get => _about ?? Saved?.Description ?? "";
        set => _about = value == (Saved?.Description ?? "") ? null : value;
    }

    public string EndpointServer
    {
        get => _endpointServer ?? Saved?.EndpointServer ?? DefaultEndpointServer;
        set => _endpointServer = value == (Saved?.EndpointServer ?? DefaultEndpointServer) ? null : value;
    }

    /// <summary>After how many runs everything is asked for again; 0: never.</summary>
    public int FullRunEvery
    {
        get => _fullRunEvery ?? Saved?.FullRunEvery ?? Connector.UsualFullRunEvery;
        set => _fullRunEvery = value == (Saved?.FullRunEvery ?? Connector.UsualFullRunEvery) ? null : value;
    }

    public IReadOnlySet<string> Streams => _streams ?? SavedStreams(Saved);

    private string DefaultEndpointServer { get; }

    private HashSet<string> DefaultStreams => [.. Description.Streams.Where(stream => stream.IsOnByDefault).Select(stream => stream.Id)];

    /// <summary>What stands in a field; for a field that is empty, empty.</summary>
    public string Text(string setting) => _texts.TryGetValue(setting, out var changed) ? changed : Saved?.Texts.GetValueOrDefault(setting) ?? "";

    /// <summary>What is in force: the default where the field is empty.</summary>
    public string Effective(SettingDefinition setting) => Text(setting.Name) is { Length: > 0 } text ? text : setting.DefaultValue ?? "";

    public void SetText(string setting, string? value)
    {
        if ((value ?? "") == (Saved?.Texts.GetValueOrDefault(setting) ?? ""))
        {
            _texts.Remove(setting);
        }
        else
        {
            _texts[setting] = value ?? "";
        }
    }

    /// <summary>Whether the saved connector has this secret.</summary>
    public bool IsSet(string secret) => Saved?.SecretsSet.Contains(secret) is true;

    /// <summary>What happens to a secret; null: it stays as it is.</summary>
    public SecretChange? Change(string secret) => _secrets.GetValueOrDefault(secret);

    /// <summary>Replaces or clears a secret; null leaves it as it is.</summary>
    public void SetSecret(string secret, SecretChange? change)
    {
        // What was typed and taken back in an empty field is no change.
        if (change is null || (change.Value.Length == 0 && !IsSet(secret)))
        {
            _secrets.Remove(secret);
        }
        else
        {
            _secrets[secret] = change;
        }
    }

    public void SetStream(string id, bool isChosen)
    {
        var streams = new HashSet<string>(Streams);

        if (isChosen ? streams.Add(id) : streams.Remove(id))
        {
            _streams = streams.SetEquals(SavedStreams(Saved)) ? null : streams;
        }
    }

    /// <summary>What was said to be wanted, as long as all streams that it takes are chosen.</summary>
    public IReadOnlyList<string> Outcomes => [.. Description.Outcomes.Where(outcome => _outcomes.Contains(outcome.Id) && outcome.Streams.All(Streams.Contains)).Select(outcome => outcome.Id)];

    /// <summary>Chooses the streams that outcomes take, and no others; without any, those that are on by default.</summary>
    public void Choose(IReadOnlyList<string> outcomes)
    {
        _outcomes = [.. outcomes];
        HashSet<string> streams = outcomes.Count == 0 ? DefaultStreams : [.. Description.Outcomes.Where(outcome => outcomes.Contains(outcome.Id)).SelectMany(outcome => outcome.Streams)];
        _streams = streams.SetEquals(SavedStreams(Saved)) ? null : streams;
    }

    /// <summary>Whether a field is there: one that depends on another is, while that has the value.</summary>
    public bool IsShown(SettingDefinition setting) =>
        setting.DependsOn is not { } condition || (Settings.FirstOrDefault(other => other.Name == condition.Setting) is { } other && Effective(other) == condition.Value);

    public void Touch(string field) => _touched.Add(field);

    public void PressSave() => _isSavePressed = true;

    /// <summary>Takes what the rooms found.</summary>
    /// <param name="problems">All that is wrong.</param>
    /// <param name="isAsked">Whether the person has asked for it, by saving, testing or authorizing: then all is shown, also where nothing was touched.</param>
    public void Take(IReadOnlyList<SettingProblem> problems, bool isAsked)
    {
        _problems = problems;

        if (isAsked)
        {
            _touched.UnionWith(problems.Select(problem => problem.Setting));
        }
    }

    /// <summary>What is wrong with a field; null when nothing is, or when its owner has not been there yet.</summary>
    public string? Problem(string field)
    {
        if (!_isSavePressed && !_touched.Contains(field))
        {
            return null;
        }

        return field is StreamsField && Streams.Count == 0 ? "Choose at least one stream." : _problems.FirstOrDefault(problem => problem.Setting == field)?.Message;
    }

    /// <summary>The changes, for the rooms.</summary>
    public ConnectorDraft ToDraft() => new()
    {
        Name = Saved is null ? Name : _name,
        Description = Saved is null ? About : _about,
        PluginId = PluginId,
        EndpointServer = Saved is null ? EndpointServer : _endpointServer,
        Texts = _texts.ToDictionary(text => text.Key, text => (string?)text.Value),
        Secrets = _secrets.ToDictionary(secret => secret.Key, secret => (string?)secret.Value.Value),
        Streams = _streams is null ? null : _streams.SetEquals(DefaultStreams) ? [] : [.. Description.Streams.Select(stream => stream.Id).Where(_streams.Contains)],
        FullRunEvery = _fullRunEvery,
        AuthorizationId = AuthorizationId,
    };

    /// <summary>Lays the changes over what somebody else has saved meanwhile.</summary>
    public void Rebase(ConnectorView latest)
    {
        (Saved, ExpectedRevision) = (latest, latest.Revision);
        (Name, About, EndpointServer, FullRunEvery) = (Name, About, EndpointServer, FullRunEvery);

        foreach (var (setting, text) in _texts.ToList())
        {
            SetText(setting, text);
        }
    }

    /// <summary>Makes it a connector of its own, when the saved one is gone. Secrets that were saved went with it.</summary>
    public void BecomeNew()
    {
        var (name, about, server, streams, full) = (Name, About, EndpointServer, Streams, FullRunEvery);
        var texts = Settings.Where(setting => setting.Kind is not SettingKind.Secret).ToDictionary(setting => setting.Name, setting => Text(setting.Name));
        (Saved, ExpectedRevision) = (null, null);
        (Name, About, EndpointServer, FullRunEvery) = (name, about, server, full);
        _streams = streams.SetEquals(DefaultStreams) ? null : [.. streams];

        foreach (var (setting, text) in texts)
        {
            SetText(setting, text);
        }
    }

    /// <summary>Where a connector that somebody else has saved meanwhile differs from what is typed here.</summary>
    public IReadOnlyList<FormDifference> Differences(ConnectorView latest)
    {
        List<FormDifference> all =
        [
            new("Name", Name, latest.Name, _name),
            new("Description", About, latest.Description, _about),
            new("Endpoint server", EndpointServer, latest.EndpointServer, _endpointServer),
            .. Settings.Where(setting => setting.Kind is not SettingKind.Secret)
                .Select(setting => new FormDifference(setting.Label, Text(setting.Name), latest.Texts.GetValueOrDefault(setting.Name) ?? "", _texts.GetValueOrDefault(setting.Name))),
            .. Settings.Where(setting => setting.Kind is SettingKind.Secret && Change(setting.Name) is not null)
                .Select(setting => new FormDifference(setting.Label, "", latest.SecretsSet.Contains(setting.Name) ? "is set" : "is not set", Change(setting.Name)!.Value.Length > 0 ? "replaced" : "cleared")),
            new("Streams", Names(Streams), Names(SavedStreams(latest)), _streams is null ? null : Names(_streams)),
            new("Everything again after runs", Number(FullRunEvery), Number(latest.FullRunEvery), _fullRunEvery is { } every ? Number(every) : null),
        ];

        return all.FindAll(difference => difference.Theirs != difference.Here);
    }

    /// <summary>What outlives a reload of the page: everything typed but secrets.</summary>
    public string Remember() => JsonSerializer.Serialize(new Memory(ExpectedRevision, _name, _about, _endpointServer, _texts, _streams, AuthorizationId, _fullRunEvery));

    /// <summary>Takes what was remembered; the revision that it was typed to comes with it.</summary>
    public void Recall(string memory)
    {
        Memory? recalled;

        try
        {
            recalled = JsonSerializer.Deserialize<Memory>(memory);
        }
        catch (JsonException)
        {
            // The browser's storage may hold anything; then nothing was remembered.
            return;
        }

        // Of another time of this connector's life: a new one has no revision, a saved one has.
        if (recalled is null || (recalled.Revision is null) != (Saved is null))
        {
            return;
        }

        (_name, _about, _endpointServer, AuthorizationId, ExpectedRevision) = (recalled.Name, recalled.About, recalled.EndpointServer, recalled.AuthorizationId, recalled.Revision);
        _fullRunEvery = recalled.FullRunEvery is >= 0 and var every ? every : null;
        _streams = recalled.Streams is null ? null : [.. recalled.Streams.Where(id => Description.Streams.Any(stream => stream.Id == id))];

        foreach (var (setting, text) in (recalled.Texts ?? []).Where(text => Settings.Any(setting => setting.Name == text.Key && setting.Kind is not SettingKind.Secret)))
        {
            SetText(setting, text);
            Touch(setting);
        }
    }

    private HashSet<string> SavedStreams(ConnectorView? view) => view?.Streams is { } streams ? [.. streams] : DefaultStreams;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Names(IReadOnlySet<string> ids) => string.Join(", ", Description.Streams.Where(stream => ids.Contains(stream.Id)).Select(stream => stream.Name));

    private sealed record Memory(int? Revision, string? Name, string? About, string? EndpointServer, Dictionary<string, string>? Texts, HashSet<string>? Streams, Guid? AuthorizationId, int? FullRunEvery = null);
}
