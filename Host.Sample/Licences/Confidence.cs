namespace Host.Sample.Licences;

/// <summary>How sure it is that a seat is not used. The rules: docs/reclaim.md.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}
