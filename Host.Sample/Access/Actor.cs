namespace Host.Sample.Access;

/// <summary>Who does something.</summary>
/// <param name="Name">As the audit trail shows it.</param>
/// <param name="Role">What they may do.</param>
public sealed record Actor(string Name, AccessRole Role)
{
    /// <summary>Whoever may start this program on this machine may do everything.</summary>
    public static Actor CommandLine { get; } = new("command line", AccessRole.Administrator);
}
