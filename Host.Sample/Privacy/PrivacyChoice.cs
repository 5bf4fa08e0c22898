using System.Text.Json;
using Host.Sample.Database;

namespace Host.Sample.Privacy;

/// <summary>What a connector stores of people.</summary>
/// <param name="Email">E-mail addresses.</param>
/// <param name="Name">Everything else that names a person to anybody: names, handles, titles, custom fields.</param>
public sealed record PrivacyChoice(PersonalDataTreatment Email, PersonalDataTreatment Name)
{
    /// <summary>What holds unless somebody chooses.</summary>
    public static PrivacyChoice Usual { get; } = new(PersonalDataTreatment.Keep, PersonalDataTreatment.Keep);

    public static PrivacyChoice Of(Connector connector) =>
        connector.PrivacyJson is { } json ? JsonSerializer.Deserialize<PrivacyChoice>(json) ?? Usual : Usual;
}
