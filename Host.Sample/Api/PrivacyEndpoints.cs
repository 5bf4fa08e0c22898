using Host.Sample.Privacy;

namespace Host.Sample.Api;

internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder api)
    {
        var privacy = api.MapGroup("/connectors/{connector}").WithTags("Privacy");
        privacy.MapGet("/privacy", (string connector, PrivacyService service, CancellationToken cancellationToken) => service.GetAsync(connector, cancellationToken))
            .WithName("GetPrivacy").WithSummary("What is stored of people: e-mail addresses and names kept, hashed or dropped.");
        privacy.MapPut("/privacy", (string connector, PrivacyBody body, PrivacyService service, CancellationToken cancellationToken) => service.ChooseAsync(connector, body.Email, body.Name, cancellationToken))
            .WithName("ChoosePrivacy").WithSummary("Chooses what is stored of people from the next run on; what is not named stays as it is. Refused while the connector runs.");
        privacy.MapGet("/erasures", (string connector, AccountErasure erasure, CancellationToken cancellationToken) => erasure.ListAsync(connector, cancellationToken))
            .WithName("ListErasures").WithSummary("The erasures of the connector and the runs whose certificates are marked for it.");
        privacy.MapPost("/erasures/search", (string connector, SearchBody body, PersonSearch search, CancellationToken cancellationToken) => search.FindAsync(connector, body.Text ?? "", cancellationToken))
            .WithName("SearchPeople").WithSummary("Accounts by id, or by a part of a name or e-mail address, in all versions, so that the right person is erased.");
        privacy.MapPost("/erasures/preview", (string connector, ErasureBody body, AccountErasure erasure, CancellationToken cancellationToken) => erasure.PreviewAsync(connector, body.Account ?? "", cancellationToken))
            .WithName("PreviewErasure").WithSummary("What erasing a person would do: rows by stream, and the runs that are read otherwise afterwards. Nothing is changed.");
        privacy.MapPost("/erasures", (string connector, ErasureBody body, AccountErasure erasure, CancellationToken cancellationToken) => erasure.EraseAsync(connector, body.Account ?? "", body.Reason ?? "", cancellationToken))
            .WithName("EraseAccount").WithSummary("Erases a person out of every version of every row, for good; no later run stores the person again. Refused while the connector runs.");
    }

    internal sealed record PrivacyBody(PersonalDataTreatment? Email, PersonalDataTreatment? Name);

    /// <param name="Text">What to search for; in the body, so that no log of addresses has it.</param>
    internal sealed record SearchBody(string? Text);

    /// <summary>Whom to erase.</summary>
    /// <param name="Account">The account's id at the service; in the body, so that no log of addresses has it.</param>
    /// <param name="Reason">Why, without naming the person.</param>
    internal sealed record ErasureBody(string? Account, string? Reason);
}
