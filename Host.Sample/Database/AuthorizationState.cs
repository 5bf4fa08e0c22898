namespace Host.Sample.Database;

public enum AuthorizationState
{
    /// <summary>The callback has not come yet.</summary>
    Waiting,

    /// <summary>The callback has come and is being exchanged; a second one is refused.</summary>
    Exchanging,

    Granted,

    Failed,
}
