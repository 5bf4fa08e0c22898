namespace Host.Sample.Web.Editor;

/// <summary>What is to happen to a secret.</summary>
/// <param name="Value">The new value; empty: it is cleared.</param>
public sealed record SecretChange(string Value)
{
    public override string ToString() => "***";
}
