namespace Plugin.Conformance;

/// <summary>One thing that a plugin must do, and how it is found out.</summary>
/// <param name="Id">A stable word: <c>resume-equals</c>.</param>
/// <param name="Title">What is held, as a sentence without its full stop.</param>
/// <param name="Run">Looks; what is wrong goes into the findings.</param>
public sealed record ConformanceCheck(string Id, string Title, Func<ConformanceSubject, Findings, CancellationToken, Task> Run)
{
    /// <summary>Looks, and takes what the plugin throws for a finding.</summary>
    /// <param name="subject">The plugin with all that it needs.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>What is wrong, a sentence each; empty when nothing is.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(ConformanceSubject subject, CancellationToken cancellationToken)
    {
        Findings findings = new();

        try
        {
            await Run(subject, findings, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a plugin throws where it must not is what was to be found out.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            findings.Add($"It threw {exception.GetType().Name}: {Findings.OneLine(exception.Message)}");
        }

        return findings.All;
    }
}
