using Plugin.Abstractions.Settings;

namespace Host.Sample;

/// <summary>Trouble told to a person: what happened and what to do. Every door prints it; none prints a stack.</summary>
/// <remarks>Message and fix must hold no secret.</remarks>
public sealed class HostException(HostProblem problem, string message, string fix, Exception? innerException = null) : Exception(message, innerException)
{
    public HostProblem Problem { get; } = problem;

    /// <summary>What to do, in a sentence.</summary>
    public string Fix { get; } = fix;

    /// <summary>The findings behind <see cref="HostProblem.Invalid"/>, each with its field.</summary>
    public IReadOnlyList<SettingProblem> Findings { get; init; } = [];
}
