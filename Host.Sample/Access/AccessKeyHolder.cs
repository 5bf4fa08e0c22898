namespace Host.Sample.Access;

/// <summary>Who holds a key.</summary>
/// <param name="KeyId">Which key.</param>
/// <param name="Actor">What it makes of them.</param>
public sealed record AccessKeyHolder(int KeyId, Actor Actor);
