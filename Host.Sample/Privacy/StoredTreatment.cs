using Plugin.Abstractions.Collection;

namespace Host.Sample.Privacy;

/// <summary>What became of a value before it was stored, as the value itself and the connector's choice show it.</summary>
public static class StoredTreatment
{
    /// <summary>The treatment of one value.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="value">As it is stored.</param>
    /// <param name="choice">What the connector stores of people now; an earlier run may have stored by another choice.</param>
    /// <returns><see cref="PersonalDataTreatment.Keep"/> also where nothing can be told.</returns>
    public static PersonalDataTreatment Of(ColumnDescription column, object? value, PrivacyChoice choice) => (column.Meaning.PersonalData, value) switch
    {
        (PersonalData.Content, null) => PersonalDataTreatment.Drop,
        (PersonalData.Identity, string text) when text.StartsWith(PersonalDataHash.Prefix, StringComparison.Ordinal) => PersonalDataTreatment.Hash,
        (PersonalData.Identity, null) when Choice(column, choice) is PersonalDataTreatment.Drop => PersonalDataTreatment.Drop,

        // Only texts have a place for a hash.
        (PersonalData.Identity, null) when Choice(column, choice) is PersonalDataTreatment.Hash && column.Type is not ColumnType.Text => PersonalDataTreatment.Drop,
        _ => PersonalDataTreatment.Keep,
    };

    private static PersonalDataTreatment Choice(ColumnDescription column, PrivacyChoice choice) => column.Meaning.Semantic is ColumnSemantic.Email ? choice.Email : choice.Name;
}
