using System.CommandLine;
using System.Globalization;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Cli;

/// <summary><c>runs certificate</c>, <c>runs verify</c>: what a run proves, and whether it still does.</summary>
internal static class ProofCommands
{
    public static Command Certificate(Verb verb)
    {
        var number = RunCommands.NumberArgument();
        var target = new Option<FileInfo?>("--output") { Description = "The file to write the sealed certificate to.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var command = new Command("certificate", "What a run proves, stream by stream: a summary, or with --json or --output the sealed document.") { number, target };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var certificate = await rooms.GetRequiredService<RunCertificates>().GetAsync(parsed.GetValue(number), cancellationToken);

            if (parsed.GetValue(target) is { } file)
            {
                await WriteAsync(file, certificate.ToString(), cancellationToken);
                output.Line($"The certificate of run {parsed.GetValue(number)} is written to {file.FullName}.");
            }
            else if (output.IsJson)
            {
                output.Raw(certificate.ToString());
            }
            else
            {
                Show(output, certificate);
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Command Verify(Verb verb)
    {
        var number = RunCommands.NumberArgument();
        var given = new Option<FileInfo?>("--certificate") { Description = "A certificate that somebody kept: is it that of the run, unchanged?", HelpName = "file", CustomParser = CommandLineParsers.File };
        var command = new Command("verify", "Hold the store against a run's certificate: the seal, every row's values, and which run each version belongs to.") { number, given };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var text = parsed.GetValue(given) is { } file ? await ReadAsync(file, cancellationToken) : null;
            var report = await rooms.GetRequiredService<RunVerification>().VerifyAsync(parsed.GetValue(number), text, cancellationToken);

            if (output.IsJson)
            {
                output.Json(report);
            }
            else
            {
                Show(output, report);
            }

            return report.Outcome is VerificationOutcome.Broken ? HostProblem.ProofBroken : HostProblem.None;
        });

        return command;
    }

    private static void Show(Output output, SealedCertificate certificate)
    {
        var content = certificate.Content;
        output.Title(string.Create(CultureInfo.InvariantCulture, $"Certificate of run {content.Run.Id} of {content.Connector.Name}, revision {content.Revisions.Count}"));
        output.Line($"  {RunWords.State(content.Run.State)}, verdict {Words.Lower(content.Verdict)}; plugin {content.Connector.PluginId} {content.Connector.PluginVersion}, tenant {content.Connector.TenantId ?? "not told"}, {(content.Run.IsFull ? "everything was asked for" : "what is new or changed was asked for")}");

        foreach (var reason in content.Reasons)
        {
            output.Line($"  {reason}");
        }

        output.Table(
            content.Streams,
            ("Stream", stream => stream.Id),
            ("State", stream => Words.Lower(stream.State)),
            ("Received", stream => stream.Received),
            ("Left out", stream => stream.Omitted.Sum(entry => (long)entry.Count)),
            ("Rows", stream => stream.Rows),
            ("Calls", stream => stream.Calls),
            ("Row set", stream => stream.RowSetHash?[..16]));

        foreach (var stream in content.Streams)
        {
            foreach (var check in stream.Checks.Where(check => check.Result is StreamCheckResult.Differs))
            {
                output.Line($"  {stream.Id}: {check.Message}");
            }
        }

        var checks = content.Streams.SelectMany(stream => stream.Checks).ToList();
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  {Words.Count(checks.Count, "check")}: {checks.Count(check => check.Result is StreamCheckResult.Ok)} agree, {checks.Count(check => check.Result is StreamCheckResult.Differs)} differ, {checks.Count(check => check.Result is StreamCheckResult.NotChecked)} could not be made."));
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  Privacy: message bodies stored {content.Privacy.MessageBodiesStored}, fields dropped {content.Privacy.FieldsDropped:N0}, fields hashed {content.Privacy.FieldsHashed:N0}, rows withheld {content.Privacy.RowsWithheld:N0}"));

        foreach (var revision in content.Revisions)
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  Revision {revision.Revision}, {Words.Of(revision.At)}, {revision.By}: {revision.Reason}"));
        }

        output.Line($"  Sealed with the key {certificate.Seal.KeyId}");
        output.Line(certificate.Check() is { } broken ? $"  The seal is broken: {broken}" : "  The seal is whole; 'runs verify' also holds the rows against it.");
    }

    private static void Show(Output output, VerificationReport report)
    {
        output.Table(
            report.Streams,
            ("Stream", stream => stream.StreamId),
            ("Rows", stream => stream.Rows),
            ("Certified", stream => stream.Certified),
            ("Altered", stream => stream.AlteredRows),
            ("Proven", stream => stream.IsProven));

        foreach (var note in report.Notes)
        {
            output.Line($"  {note}");
        }

        if (report.Outcome is VerificationOutcome.Broken)
        {
            output.Failure(report.Message, string.Join(Environment.NewLine + "  ", [.. report.Findings, "Compare with a copy of the store or of the certificate; the audit trail says who was there."]));
        }
        else
        {
            output.Line(report.Message);
        }
    }

    private static async Task WriteAsync(FileInfo file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostProblem.Usage, $"The file {file.FullName} cannot be written.", "Name a file in a folder that is there, that this account may write to and that has room.", exception);
        }
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostException(HostProblem.NotFound, $"The file {file.FullName} cannot be read.", "Name the file that 'runs certificate RUN --output FILE' wrote.", exception);
        }
    }
}
