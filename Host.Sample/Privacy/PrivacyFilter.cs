using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Privacy;

/// <summary>What a connector's privacy choices and erasures mean for the rows of a run, before they are stored.</summary>
/// <param name="choice">What the connector stores of people.</param>
/// <param name="hash">Its hashes; null only when nothing is hashed and nobody was erased.</param>
/// <param name="erased">Hashes of the accounts that were erased on request.</param>
public sealed class PrivacyFilter(PrivacyChoice choice, PersonalDataHash? hash, IReadOnlySet<string> erased)
{
    /// <summary>Keeps everything but what is never stored.</summary>
    public static PrivacyFilter Usual { get; } = new(PrivacyChoice.Usual, null, new HashSet<string>());

    /// <summary>The filter of a stream's rows, for one reader at a time; null when there is nothing to filter.</summary>
    internal PrivateRow? For(InventorySchema schema)
    {
        FieldTreatment[] treatments = [.. schema.Description.Columns.Select(column => Treatment(schema.Description, column))];

        return Array.TrueForAll(treatments, treatment => treatment is FieldTreatment.Keep) ? null : new(treatments, hash, erased);
    }

    private FieldTreatment Treatment(StreamDescription stream, ColumnDescription column)
    {
        var meaning = column.Meaning;

        return meaning.PersonalData switch
        {
            PersonalData.Content => FieldTreatment.Drop,
            PersonalData.Identity => (meaning.Semantic is ColumnSemantic.Email ? choice.Email : choice.Name) switch
            {
                PersonalDataTreatment.Keep => FieldTreatment.Keep,

                // A row cannot be without its key, and only texts have a place for a hash.
                PersonalDataTreatment.Drop when !meaning.IsKey => FieldTreatment.Drop,
                _ when column.Type is not ColumnType.Text => meaning.IsKey ? FieldTreatment.Keep : FieldTreatment.Drop,
                _ => meaning.Semantic is ColumnSemantic.Email ? FieldTreatment.HashEmail : FieldTreatment.Hash,
            },
            _ when erased.Count == 0 => FieldTreatment.Keep,
            _ when PersonRows.IsAbout(stream, column) || PersonRows.IsOwnId(stream, column) => FieldTreatment.WithholdErased,
            _ when PersonRows.IsNaming(stream, column) => FieldTreatment.ForgetErased,
            _ => FieldTreatment.Keep,
        };
    }
}
