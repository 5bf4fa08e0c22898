using Microsoft.Extensions.Logging;

namespace Host.Sample.Tests;

/// <summary>Logs a secret in every way that a careless plugin could.</summary>
internal static class CarelessLogging
{
    public static void LogTheWorst(this ILogger logger, string secret)
    {
        logger.LogWarning("As a value {Value}", secret);
        logger.LogWarning("In an object {@Value}", new { Inner = secret });
        logger.LogWarning("In an address {Address}", new Uri($"https://orchard.example/?code={Uri.EscapeDataString(secret)}"));
#pragma warning disable CA2254, CA1727 // Careless on purpose.
        logger.LogWarning("In the template " + secret.Replace('{', '('));
#pragma warning restore CA2254, CA1727
        logger.LogError(new InvalidOperationException($"In an exception {secret}", new InvalidOperationException(secret)), "With an exception");
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Scoped"] = secret });
        logger.LogWarning("In a scope");
    }
}
