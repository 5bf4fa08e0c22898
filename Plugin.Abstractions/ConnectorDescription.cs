using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions;

/// <summary>What a connector is, as data: the host draws dialog, documentation, store and preflight from it and needs no word of its own about the service.</summary>
public sealed record ConnectorDescription
{
    /// <summary>The service, as people call it: <c>Orchard</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The heading over a list of such connectors: <c>Orchard Connectors</c>.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences on what is collected and what for.</summary>
    public required string Summary { get; init; }

    /// <summary>The fields of the dialog, in <see cref="SettingDefinition.Order"/>.</summary>
    public required IReadOnlyList<SettingDefinition> Settings { get; init; }

    /// <summary>How consent is given, or <see langword="null"/> when the connector has no authorize step.</summary>
    public AuthorizationDescription? Authorization { get; init; }

    /// <summary>Permissions that the connector asks for, each with the reason; empty where the service has none.</summary>
    public IReadOnlyList<ScopeDescription> Scopes { get; init; } = [];

    /// <summary>The catalogue of streams. Ids are unique.</summary>
    public required IReadOnlyList<StreamDescription> Streams { get; init; }

    /// <summary>What people want from the inventory, each with the streams that it takes: from these a host works out the smallest set of scopes. Empty when the connector has none.</summary>
    public IReadOnlyList<OutcomeDescription> Outcomes { get; init; } = [];

    /// <summary>How the service charges for seats, or <see langword="null"/> when the plugin does not know.</summary>
    public SeatRules? SeatRules { get; init; }

    /// <summary>Which permissions of other applications reach far (<see cref="Collection.ColumnSemantic.AppScopes"/>), so that a host can point out who holds them. Empty when the plugin does not know.</summary>
    public IReadOnlyList<BroadAppScope> BroadAppScopes { get; init; } = [];

    /// <summary>How to prepare the service, step by step, one sentence each.</summary>
    public IReadOnlyList<string> SetupSteps { get; init; } = [];

    /// <summary>A link that prepares the service in one go, or <see langword="null"/>. The host replaces <c>{redirect_uri}</c> by the percent-encoded
    /// redirect URI of its callback.</summary>
    public string? SetupLinkTemplate { get; init; }
}
