namespace Host.Sample.Privacy;

/// <summary>What is done with the values of a column.</summary>
internal enum FieldTreatment
{
    Keep,
    Hash,
    HashEmail,
    Drop,

    /// <summary>The row goes when the value names an account that was erased.</summary>
    WithholdErased,

    /// <summary>The value goes when it names an account that was erased.</summary>
    ForgetErased,
}
