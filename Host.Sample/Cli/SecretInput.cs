using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary>Takes secrets from where they leave no trace: a hidden prompt, standard input, a file, an environment variable. Never from the command line.</summary>
internal static class SecretInput
{
    public const string Help = "A secret, asked for without echo (or read as a line from standard input when that is redirected). "
        + "'name=@file' reads a file, 'name=env:VARIABLE' the environment, 'name=' clears it. May be repeated.";

    public static async Task<Dictionary<string, string?>> ReadAsync(string[] given, Output output, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> secrets = [];

        if (given.Select(Name).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new HostException(HostProblem.Usage, $"The secret '{twice.Key}' is given twice.", "Give each secret once.");
        }

        foreach (var text in given)
        {
            var name = Name(text);
            secrets[name] = name == text ? await AskAsync(name, output, cancellationToken) : await FetchAsync(name, text[(name.Length + 1)..], cancellationToken);
        }

        return secrets;
    }

    private static string Name(string text) => text.Split('=')[0];

    private static async Task<string> AskAsync(string name, Output output, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            return (await Console.In.ReadLineAsync(cancellationToken))?.Trim()
                ?? throw new HostException(HostProblem.Usage, $"Standard input ended before the secret '{name}'.", "Give one line for each --secret, in their order.");
        }

        return await new TextPrompt<string>($"{name}:") { IsSecret = true, Mask = null }.ShowAsync(output.Errors, cancellationToken);
    }

    private static async Task<string> FetchAsync(string name, string source, CancellationToken cancellationToken)
    {
        if (source.Length == 0)
        {
            return "";
        }

        if (source[0] == '@')
        {
            try
            {
                return (await File.ReadAllTextAsync(source[1..], cancellationToken)).Trim();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new HostException(HostProblem.Usage, $"The file for the secret '{name}' cannot be read.", "Check its path and the rights on it.", exception);
            }
        }

        if (source.StartsWith("env:", StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(source[4..])
                ?? throw new HostException(HostProblem.Usage, $"The environment variable for the secret '{name}' is not set.", "Set it for this process, or leave '=env:…' away to be asked.");
        }

        throw new HostException(
            HostProblem.Usage,
            $"The secret '{name}' stands on the command line, where other users and the shell's history can read it.",
            $"Use '--secret {name}' to be asked, '--secret {name}=@file' or '--secret {name}=env:VARIABLE'. Consider the value leaked and renew it.");
    }
}
