using System.Globalization;
using Host.Sample.Connectors;
using Plugin.Abstractions;

namespace Host.Sample.Web.About;

/// <summary>The connector that a page is about.</summary>
/// <param name="Connector">The connector.</param>
/// <param name="Description">What its plugin says of itself; null: the plugin cannot be asked.</param>
public sealed record ConnectorSubject(ConnectorView Connector, ConnectorDescription? Description)
{
    /// <summary>The connector as rooms take it.</summary>
    public string Id => Connector.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The service as people call it.</summary>
    public string Service => Description?.Service ?? "the service";

    /// <summary>A stream's name for people; its id where the plugin cannot be asked.</summary>
    public string NameOf(string streamId) => Description?.Streams.FirstOrDefault(stream => stream.Id == streamId)?.Name ?? streamId;

    /// <summary>The address of another page about it: <c>details</c>, <c>permissions</c>, <c>schedule</c>, <c>safeguards</c>, <c>webhooks</c>; empty: the dialog that changes it.</summary>
    public string Address(string page) => string.Create(CultureInfo.InvariantCulture, $"/connectors/{Connector.PluginId}/{Connector.Id}{(page.Length > 0 ? "/" : "")}{page}");
}
