using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>What a run would get, with what is lost where it gets less: a line a stream.</summary>
public sealed record PreflightView(string Tenant, string Account, string? Plan, string? Role, IReadOnlyList<string>? GrantedScopes, IReadOnlyList<PreflightLine> Streams)
{
    public static PreflightView Of(PreflightReport report, ConnectorDescription description) => new(
        report.Tenant,
        report.Account,
        report.Plan,
        report.Role,
        report.GrantedScopes,
        [.. report.Streams.Select(stream => PreflightLine.Of(stream, description.Streams.FirstOrDefault(known => known.Id == stream.StreamId), report.GrantedScopes))]);
}
