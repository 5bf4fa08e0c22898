using System.Text.Json;
using System.Text.Json.Serialization;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Api;

/// <summary>What went wrong, as RFC 9457 has it, with what to do about it.</summary>
public sealed record Problem
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>What to do, in a sentence.</summary>
    public required string Fix { get; init; }

    /// <summary>The settings that are wrong, when that is what happened.</summary>
    public IReadOnlyList<SettingProblem>? Findings { get; init; }

    public static Problem Of(HostException exception)
    {
        var (name, title, status) = Kind(exception.Problem);

        return new()
        {
            Type = TypeOf(name),
            Title = title,
            Status = status,
            Detail = exception.Message,
            Fix = exception.Fix,
            Findings = exception.Findings is { Count: > 0 } findings ? findings : null,
        };
    }

    /// <summary>A problem that the request itself is.</summary>
    public static Problem OfStatus(int status)
    {
        var (name, title, detail, fix) = status switch
        {
            StatusCodes.Status404NotFound => ("not-found", "Nothing here", "There is nothing at this address.", "See /openapi/v1.json for the addresses that exist."),
            StatusCodes.Status405MethodNotAllowed => ("method", "Method not allowed", "This address does not take this method.", "See the Allow header, or /openapi/v1.json."),
            StatusCodes.Status413PayloadTooLarge => ("too-large", "Body too large", "The body of the request is larger than this host takes.", "Send less; no request needs more."),
            StatusCodes.Status415UnsupportedMediaType => ("content-type", "Wrong content type", "The body must be JSON.", "Send the header 'Content-Type: application/json' and a JSON body."),
            _ => ("bad-request", "Request not understood", "The request cannot be read.", "See /openapi/v1.json for what this address takes."),
        };

        return new() { Type = TypeOf(name), Title = title, Status = status, Detail = detail, Fix = fix };
    }

    public static string TypeOf(string name) => $"urn:connector-host:{name}";

    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        await context.Response.WriteAsJsonAsync(problem, Form, "application/problem+json", context.RequestAborted);
    }

    private static (string Name, string Title, int Status) Kind(HostProblem problem) => problem switch
    {
        HostProblem.Usage => ("usage", "Request not understood", StatusCodes.Status400BadRequest),
        HostProblem.NotFound => ("not-found", "Not found", StatusCodes.Status404NotFound),
        HostProblem.Conflict => ("conflict", "Conflict", StatusCodes.Status409Conflict),
        HostProblem.Invalid => ("invalid", "Values that cannot be used", StatusCodes.Status422UnprocessableEntity),
        HostProblem.NotAllowed => ("not-allowed", "Role too low", StatusCodes.Status403Forbidden),
        HostProblem.FeatureDisabled => ("feature-disabled", "Feature not enabled", StatusCodes.Status403Forbidden),
        HostProblem.PluginUnavailable => ("plugin-unavailable", "Plugin cannot be used", StatusCodes.Status424FailedDependency),
        HostProblem.ConnectorFailed => ("connector-failed", "The service refused or did not answer", StatusCodes.Status502BadGateway),
        HostProblem.StoreUnavailable => ("store-unavailable", "Store cannot be used", StatusCodes.Status503ServiceUnavailable),
        _ => ("internal", "A defect of the host", StatusCodes.Status500InternalServerError),
    };
}
