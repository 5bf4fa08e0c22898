using System.Globalization;
using System.Xml;

namespace Host.Sample.Conformance;

/// <summary>A report as JUnit XML, which every build server shows.</summary>
internal static class JunitReport
{
    public static async Task WriteAsync(ConformanceReport report, Stream stream)
    {
        await using var xml = XmlWriter.Create(stream, new() { Indent = true, Async = true, Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "testsuites", null);
        await xml.WriteStartElementAsync(null, "testsuite", null);
        await AttributeAsync(xml, "name", $"conformance of {report.Plugin}");
        await AttributeAsync(xml, "tests", Number(report.Results.Count));
        await AttributeAsync(xml, "failures", Number(report.Results.Count(result => result.Outcome is ConformanceOutcome.Failed)));
        await AttributeAsync(xml, "skipped", Number(report.Results.Count(result => result.Outcome is ConformanceOutcome.NotRun)));
        await AttributeAsync(xml, "time", Seconds(report.Results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Took)));

        foreach (var result in report.Results)
        {
            await xml.WriteStartElementAsync(null, "testcase", null);
            await AttributeAsync(xml, "classname", "conformance");
            await AttributeAsync(xml, "name", result.Id);
            await AttributeAsync(xml, "time", Seconds(result.Took));

            if (result.Outcome is ConformanceOutcome.Failed)
            {
                await xml.WriteStartElementAsync(null, "failure", null);
                await AttributeAsync(xml, "message", result.Title);
                await xml.WriteStringAsync(Clean(string.Join('\n', result.Findings)));
                await xml.WriteEndElementAsync();
            }
            else if (result.Outcome is ConformanceOutcome.NotRun)
            {
                await xml.WriteStartElementAsync(null, "skipped", null);
                await AttributeAsync(xml, "message", result.Note ?? "");
                await xml.WriteEndElementAsync();
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
    }

    private static Task AttributeAsync(XmlWriter xml, string name, string value) => xml.WriteAttributeStringAsync(null, name, null, Clean(value));

    // A plugin's words may hold what no XML may.
    private static string Clean(string text) => string.Concat(text.Select(character => XmlConvert.IsXmlChar(character) ? character : '?'));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan value) => value.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
