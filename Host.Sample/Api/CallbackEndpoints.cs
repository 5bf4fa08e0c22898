using Host.Sample.Connectors;

namespace Host.Sample.Api;

/// <summary>Where services send people back to after consent.</summary>
internal static class CallbackEndpoints
{
    private const int MostNameCharacters = 60;

    public static void MapCallbacks(this IEndpointRouteBuilder routes) =>
        routes.MapGet(CallbackAddress.Prefix + "{callbackName}", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(string callbackName, HttpContext context, AuthorizationService authorizations)
    {
        try
        {
            var name = callbackName.Length <= MostNameCharacters ? callbackName : "";
            var outcome = await authorizations.CompleteAsync(name, Fields(context.Request.Query), context.RequestAborted);
            await CallbackPage.WriteAsync(context, outcome.IsGranted ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, outcome);
        }
        catch (HostException exception)
        {
            var status = exception.Problem is HostProblem.FeatureDisabled ? StatusCodes.Status404NotFound : Problem.Of(exception).Status;
            await CallbackPage.WriteAsync(context, status, new() { IsGranted = false, Title = "Not available", Message = exception.Message, NextStep = exception.Fix });
        }
    }

    // A state that is there twice is none: which of the two was meant cannot be told.
    private static Dictionary<string, string> Fields(IQueryCollection query) => query
        .Where(field => field.Key is not "state" || field.Value.Count == 1)
        .ToDictionary(field => field.Key, field => field.Value.FirstOrDefault() ?? "");
}
