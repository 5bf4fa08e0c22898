namespace Plugin.Abstractions.Collection;

/// <summary>How a column relates to people, for privacy choices before storage.</summary>
public enum PersonalData
{
    /// <summary>Not about a person.</summary>
    None,

    /// <summary>Names a person only to the service: an account id.</summary>
    Pseudonym,

    /// <summary>Names a person to anybody: name, e-mail, phone.</summary>
    Identity,

    /// <summary>Tells what a person did, when or from where.</summary>
    Behaviour,

    /// <summary>What a person wrote: the text of a message, the content of a file. A host never stores it; such a column is always empty.</summary>
    Content,
}
