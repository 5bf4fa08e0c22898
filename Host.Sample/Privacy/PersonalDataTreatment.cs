namespace Host.Sample.Privacy;

/// <summary>What becomes of personal data before it is stored.</summary>
public enum PersonalDataTreatment
{
    /// <summary>Stored as it came.</summary>
    Keep,

    /// <summary>Stored as a keyed hash: the same value has the same hash within the connector, and nobody without the key can tell the value.</summary>
    Hash,

    /// <summary>Not stored; the field is empty.</summary>
    Drop,
}
