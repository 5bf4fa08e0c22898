namespace Host.Sample.Access;

/// <summary>A key that has just been made. This is the only time that it can be read.</summary>
public sealed record NewAccessKey(AccessKeyView Key, string Value)
{
    public override string ToString() => $"Access key '{Key.Name}'";
}
