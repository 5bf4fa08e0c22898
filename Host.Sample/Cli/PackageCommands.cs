using System.CommandLine;
using Host.Sample.Packages;

namespace Host.Sample.Cli;

/// <summary>The verbs of <c>plugins</c> that handle packages: install, remove, verify, sign.</summary>
internal static class PackageCommands
{
    private const string Password = "password";

    public static IEnumerable<Command> Create(Verb verb) => [Install(verb), Remove(verb), Verify(verb), Sign(verb)];

    private static Command Install(Verb verb)
    {
        var file = new Argument<FileInfo>("file") { Description = "The zip that a plugin's build has made.", CustomParser = CommandLineParsers.File };
        var command = new Command("install", "Check a package and put it into the plugins folder, whole or not at all. A host that serves finds it by itself.") { file };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var plugin = await rooms.GetRequiredService<PluginInstaller>().InstallAsync(parsed.GetValue(file)!.FullName, cancellationToken);

            if (output.IsJson)
            {
                output.Json(new { plugin.Id, plugin.Version, plugin.Folder, plugin.Trust });
            }
            else
            {
                output.Line($"The plugin '{plugin.Id}' {plugin.Version} is installed in {plugin.Folder}. {Sentence(plugin.Trust!)}");
                output.Line($"  Its feature is '{plugin.Manifest!.Feature}'; enable it once on this endpoint server: features enable {plugin.Id}");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Remove(Verb verb)
    {
        var id = new Argument<string>("plugin") { Description = "The plugin's id." };
        var version = new Argument<string?>("version") { Description = "The version. Default: all of them.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("remove", "Take a plugin out of the plugins folder. Runs that are at work end undisturbed; what was collected stays.") { id, version };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var removed = await rooms.GetRequiredService<PluginInstaller>().RemoveAsync(parsed.GetValue(id)!, parsed.GetValue(version), cancellationToken);

            if (output.IsJson)
            {
                output.Json(new { Id = parsed.GetValue(id), Versions = removed });
            }
            else
            {
                output.Line($"The plugin '{parsed.GetValue(id)}' {string.Join(", ", removed)} is removed.");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Verify(Verb verb)
    {
        var package = Package();
        var command = new Command("verify", "Hold a package against its hashes, its signature and this host's policy. Runs nothing of it.") { package };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            var report = await PackageCheck.RunAsync(called.Parsed.GetValue(package)!.FullName, new(called.Options, TimeProvider.System), cancellationToken);

            if (called.Output.IsJson)
            {
                called.Output.Json(report);
            }
            else
            {
                called.Output.Line($"The plugin '{report.Id}' {report.Version} would be used: {Words.Count(report.Files, "file")}. {Sentence(new(report.Level, report.Signer, report.Note))}");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Sign(Verb verb)
    {
        var package = Package();
        var certificate = new Option<FileInfo>("--certificate") { Description = "The certificate to sign with: PKCS #12 (.pfx), or PEM.", HelpName = "file", Required = true, CustomParser = CommandLineParsers.File };
        var key = new Option<FileInfo?>("--key") { Description = "Its private key, when the certificate is PEM and the key is in a file of its own.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var secret = new Option<string[]>("--secret") { Description = "The password of the key, as 'password': " + SecretInput.Help, HelpName = Password };
        var command = new Command("sign", "Write the list of hashes of a package and sign it.") { package, certificate, key, secret };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            var secrets = await SecretInput.ReadAsync(called.Parsed.GetValue(secret) ?? [], called.Output, cancellationToken);

            if (secrets.Keys.FirstOrDefault(name => name is not Password) is { } unknown)
            {
                throw new HostException(HostProblem.Usage, $"There is no secret '{unknown}' here.", "The only one is 'password', that of the private key.");
            }

            var path = called.Parsed.GetValue(package)!.FullName;
            var signer = await PackageSigner.SignAsync(path, called.Parsed.GetValue(certificate)!.FullName, called.Parsed.GetValue(key)?.FullName, secrets.GetValueOrDefault(Password), cancellationToken);

            if (called.Output.IsJson)
            {
                called.Output.Json(new { Package = path, Signer = signer });
            }
            else
            {
                called.Output.Line($"'{Path.GetFileName(path)}' is signed by '{signer}'.");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Argument<FileInfo> Package() => new("package") { Description = "A plugin's folder or zip.", CustomParser = CommandLineParsers.File };

    private static string Sentence(PackageTrust trust) => (trust.Level switch
    {
        TrustLevel.Trusted => $"Signed by '{trust.Signer}', which is trusted.",
        TrustLevel.Signed => $"Signed by '{trust.Signer}', which is not trusted.",
        TrustLevel.Hashed => "Its files are those of its list.",
        _ => "",
    } + $" {trust.Note}").Trim();
}
