using System.Globalization;
using System.Text;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Runs.Proof;

/// <summary>A run's certificate held against the store: whatever is altered shows.</summary>
public sealed class VerificationTests
{
    private const int Days = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Alterations => new()
    {
        { "a text", "UPDATE orchard_growers SET name = 'X' || substr(name, 2) WHERE to_run IS NULL AND rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run IS NULL)" },
        { "a number", "UPDATE orchard_trees SET keeper_count = keeper_count + 1 WHERE rowid = (SELECT min(rowid) FROM orchard_trees WHERE to_run IS NULL)" },
        { "a truth", "UPDATE orchard_growers SET has_paid_seat = 1 - has_paid_seat WHERE rowid = (SELECT max(rowid) FROM orchard_growers WHERE to_run IS NULL)" },
        { "a value that is gone", "UPDATE orchard_growers SET wage = NULL WHERE rowid = (SELECT max(rowid) FROM orchard_growers WHERE to_run IS NULL AND wage IS NOT NULL)" },
        { "a key", "UPDATE orchard_growers SET row_key = row_key || 'x' WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run IS NULL)" },
        { "a hash", "UPDATE orchard_growers SET row_hash = (SELECT row_hash FROM orchard_trees LIMIT 1) WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run IS NULL)" },
        { "the run that began a version", "UPDATE orchard_growers SET from_run = 2 WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE from_run = 1 AND to_run IS NULL)" },
        { "a beginning before all runs", "UPDATE orchard_growers SET from_run = 0 WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE from_run = 1 AND to_run IS NULL)" },
        { "the run that ended a version", "UPDATE orchard_growers SET to_run = 3 WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run = 2)" },
        { "a version that goes on", "UPDATE orchard_growers SET to_run = NULL WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run = 2)" },
        { "a row that is gone", "DELETE FROM orchard_harvests WHERE rowid = (SELECT max(rowid) FROM orchard_harvests)" },
        { "a row of nobody's", "UPDATE orchard_harvests SET connector_id = 9 WHERE rowid = (SELECT max(rowid) FROM orchard_harvests)" },
        { "the record of a count", "UPDATE StreamRuns SET RowCount = RowCount + 1 WHERE RunId = 3 AND StreamId = 'trees'" },
        { "the record of a row set", "UPDATE StreamRuns SET RowSetHash = replace(RowSetHash, substr(RowSetHash, 1, 1), 'f') || '' WHERE RunId = 3 AND StreamId = 'growers' AND substr(RowSetHash, 1, 1) <> 'f' OR RunId = 3 AND StreamId = 'trees'" },
        { "the record of a state", "UPDATE StreamRuns SET State = 'Partial' WHERE RunId = 3 AND StreamId = 'growers'" },
        { "the run's state", "UPDATE Runs SET State = 'Rejected' WHERE Id = 3" },
        { "a pruning that nobody did", "UPDATE Runs SET PrunedAt = '2026-03-01T08:00:00.0000000Z' WHERE Id = 3" },
    };

    [Fact]
    public async Task What_a_run_left_is_proven_of_every_run()
    {
        await using var host = await RunAsync();

        for (var run = 1; run <= Days; run++)
        {
            var report = await VerifyAsync(host, run);

            report.Outcome.ShouldBe(VerificationOutcome.Proven, string.Join(' ', report.Findings));
            report.Streams.Count.ShouldBe(5);
            report.Streams.ShouldAllBe(stream => stream.IsProven && stream.AlteredRows == 0 && stream.Rows == stream.Certified && stream.Rows > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task One_altered_thing_breaks_the_proof(string what, string sql)
    {
        await using var host = await RunAsync();

        (await ExecuteAsync(host, sql)).ShouldBeGreaterThan(0, what);

        var report = await VerifyAsync(host, Days);
        report.Outcome.ShouldBe(VerificationOutcome.Broken, what);
        report.Findings.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Altered_rows_are_counted_and_the_first_is_named()
    {
        await using var host = await RunAsync();
        var altered = await ExecuteAsync(host, "UPDATE orchard_growers SET name = 'nobody' WHERE rowid IN (SELECT rowid FROM orchard_growers WHERE to_run IS NULL ORDER BY row_key LIMIT 3 OFFSET 7)");

        var report = await VerifyAsync(host, Days);

        var growers = report.Streams.Single(stream => stream.StreamId == "growers");
        altered.ShouldBe(3);
        growers.AlteredRows.ShouldBe(altered);
        growers.FirstAlteredKey.ShouldBe(await host.SqlAsync<string>("SELECT min(row_key) FROM orchard_growers WHERE name = 'nobody'", Token));
        report.Findings.ShouldContain(finding => finding.Contains("growers", StringComparison.Ordinal) && finding.Contains($"'{growers.FirstAlteredKey}'", StringComparison.Ordinal));
        report.Streams.Where(stream => stream.StreamId != "growers").ShouldAllBe(stream => stream.IsProven);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_flipped_byte_of_a_stored_certificate_is_met(int seed)
    {
        await using var host = await RunAsync();
        var certificate = Encoding.UTF8.GetBytes((await host.Get<RunCertificates>().GetAsync(Days, Token)).ToString());
        Random random = new(seed);

        for (var time = 0; time < 40; time++)
        {
            var altered = certificate.ToArray();
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(7));
            await using (var database = await host.DatabaseAsync(Token))
            {
                var text = Encoding.UTF8.GetString(altered);
                await database.Runs.Where(run => run.Id == Days).ExecuteUpdateAsync(set => set.SetProperty(run => run.CertificateJson, text), Token);
            }

            (await IsBrokenAsync(host)).ShouldBeTrue(Encoding.UTF8.GetString(altered));
        }
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public Task A_value_of_another_kind_breaks_the_proof() =>
        One_altered_thing_breaks_the_proof("a text as bytes", "UPDATE orchard_growers SET name = CAST(name AS BLOB) || x'00' WHERE rowid = (SELECT max(rowid) FROM orchard_growers WHERE to_run IS NULL)");

    [Theory]
    [Trait("Store", "Sqlite")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_flipped_bit_of_any_value_of_any_row_is_met(int seed)
    {
        await using var host = await RunAsync();
        Random random = new(seed);
        string[] tables = ["growers", "trees", "tree_keepers", "harvests", "tools_log"];

        for (var time = 0; time < 25; time++)
        {
            var table = tables[random.Next(tables.Length)];
            var columns = (await host.SqlAsync<string>($"SELECT group_concat(name) FROM pragma_table_info('orchard_{table}') WHERE name NOT IN ('connector_id', 'from_run', 'to_run')", Token)).Split(',');
            var column = columns[random.Next(columns.Length)];
            var row = await host.SqlAsync<long>($"SELECT coalesce((SELECT rowid FROM orchard_{table} WHERE to_run IS NULL AND length({column}) > 0 LIMIT 1 OFFSET {random.Next(5)}), 0)", Token);

            if (row == 0)
            {
                continue;
            }

            var bytes = Convert.FromHexString(await host.SqlAsync<string>($"SELECT hex(CAST({column} AS BLOB)) FROM orchard_{table} WHERE rowid = {row}", Token));
            var kind = await host.SqlAsync<string>($"SELECT typeof({column}) FROM orchard_{table} WHERE rowid = {row}", Token);
            bytes[random.Next(bytes.Length)] ^= kind == "blob" ? (byte)(1 << random.Next(8)) : (byte)1;
            var type = kind == "blob" ? "BLOB" : kind == "integer" ? "INTEGER" : "TEXT";
            await ExecuteAsync(host, $"CREATE TABLE kept AS SELECT {column} AS value FROM orchard_{table} WHERE rowid = {row}");
            await ExecuteAsync(host, $"UPDATE orchard_{table} SET {column} = CAST(x'{Convert.ToHexString(bytes)}' AS {type}) WHERE rowid = {row}");

            (await IsBrokenAsync(host)).ShouldBeTrue($"{table}.{column} of row {row}");

            await ExecuteAsync(host, $"UPDATE orchard_{table} SET {column} = (SELECT value FROM kept) WHERE rowid = {row}");
            await ExecuteAsync(host, "DROP TABLE kept");
            (await IsBrokenAsync(host)).ShouldBeFalse("it is as it was");
        }
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task One_flipped_byte_of_the_file_is_met_wherever_a_key_is_kept()
    {
        await using var host = await RunAsync();
        var key = await host.SqlAsync<string>("SELECT row_key FROM orchard_growers WHERE to_run IS NULL AND from_run = 1 ORDER BY row_key LIMIT 1 OFFSET 20", Token);

        // What was let go of would hold the key as well, and its bytes mean nothing.
        await host.Get<HostStore>().CompactAsync(Token);
        var file = host.Get<HostStore>().Name;
        var places = Places(await File.ReadAllBytesAsync(file, Token), Encoding.UTF8.GetBytes(key));
        places.Count.ShouldBeGreaterThan(3, "in the table twice, in its index, and where others name it");

        foreach (var place in places)
        {
            await FlipAsync(file, place);
            (await IsAnyBrokenAsync(host)).ShouldBeTrue($"the byte at {place} of the file");
            await FlipAsync(file, place);
        }

        (await IsAnyBrokenAsync(host)).ShouldBeFalse("it is as it was");
    }

    [Fact]
    public async Task A_certificate_that_somebody_kept_is_told_apart_from_another()
    {
        await using var host = await RunAsync();
        var certificates = host.Get<RunCertificates>();
        var kept = (await certificates.GetAsync(Days, Token)).ToString();

        (await VerifyAsync(host, Days, kept)).ShouldSatisfyAllConditions(report => report.Outcome.ShouldBe(VerificationOutcome.Proven), report => report.Notes.ShouldContain("The certificate that was given is the stored one."));
        var other = await VerifyAsync(host, Days, (await certificates.GetAsync(1, Token)).ToString());
        other.Findings.ShouldHaveSingleItem().ShouldBe("The certificate that was given is that of run 1.");
        var altered = await VerifyAsync(host, Days, kept.Replace("\"verdict\":\"complete\"", "\"verdict\":\"partial\"", StringComparison.Ordinal));
        altered.Findings.ShouldHaveSingleItem().ShouldContain("The signature does not fit the content");
        await using var stranger = await RunAsync();
        var forged = await VerifyAsync(host, Days, (await stranger.Get<RunCertificates>().GetAsync(Days, Token)).ToString());
        forged.Findings.ShouldHaveSingleItem().ShouldContain("is not the stored one");
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no certificate")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"certificate\":{},\"seal\":{}}")]
    [InlineData("{\"certificate\":{\"format\":1.5},\"seal\":null}")]
    public async Task What_is_no_certificate_is_told_so(string given)
    {
        await using var host = await RunAsync();

        var refused = await Should.ThrowAsync<HostException>(() => VerifyAsync(host, Days, given));

        refused.Problem.ShouldBe(HostProblem.Invalid);
        refused.Fix.ShouldContain("runs certificate");
    }

    [Fact]
    public async Task A_run_that_is_not_there_and_one_that_has_not_ended_have_none()
    {
        await using var host = await RunAsync();
        (await Should.ThrowAsync<HostException>(() => VerifyAsync(host, 99))).Problem.ShouldBe(HostProblem.NotFound);
        var queued = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        (await Should.ThrowAsync<HostException>(() => VerifyAsync(host, queued.Id))).Message.ShouldContain("has not ended");
    }

    [Fact]
    public async Task A_certificate_resealed_by_another_key_is_not_this_hosts()
    {
        await using var host = await RunAsync();
        await using var stranger = await RunAsync();
        await using (var database = await host.DatabaseAsync(Token))
        {
            var forged = (await stranger.Get<RunCertificates>().GetAsync(Days, Token)).ToString();
            await database.Runs.Where(run => run.Id == Days).ExecuteUpdateAsync(set => set.SetProperty(run => run.CertificateJson, forged), Token);
        }

        (await VerifyAsync(host, Days)).Findings.ShouldContain(finding => finding.Contains("somebody else sealed it", StringComparison.Ordinal));
    }

    /// <summary>A version that had ended before the last run belongs to the proof of the runs before.</summary>
    private static async Task<bool> IsAnyBrokenAsync(TestHost host)
    {
        var isBroken = false;

        for (var run = 1; run <= Days; run++)
        {
            isBroken |= await IsBrokenAsync(host, run);
        }

        return isBroken;
    }

    private static async Task<bool> IsBrokenAsync(TestHost host, int run = Days)
    {
        try
        {
            return (await VerifyAsync(host, run)).Outcome is VerificationOutcome.Broken;
        }
        catch (HostException exception)
        {
            exception.Problem.ShouldBe(HostProblem.ProofBroken);

            return true;
        }
    }

    private static Task<VerificationReport> VerifyAsync(TestHost host, long run, string? given = null) => host.Get<RunVerification>().VerifyAsync(run, given, Token);

    private static async Task<TestHost> RunAsync()
    {
        var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", null, Token);

        for (var day = 0; day < Days; day++)
        {
            await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "200", ["change"] = day.ToString(CultureInfo.InvariantCulture) }, Token);
            (await host.RunAsync("Home", Token)).State.ShouldBe(RunState.Published);
        }

        return host;
    }

    private static async Task<long> ExecuteAsync(TestHost host, string sql)
    {
        await using var database = await host.DatabaseAsync(Token);

        return await database.Database.ExecuteSqlRawAsync(TestSql.For(host.Get<HostStore>(), sql), Token);
    }

    private static List<int> Places(byte[] content, byte[] wanted)
    {
        List<int> places = [];

        for (var at = content.AsSpan().IndexOf(wanted); at >= 0;)
        {
            places.Add(at);
            var next = content.AsSpan(at + 1).IndexOf(wanted);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return places;
    }

    private static async Task FlipAsync(string file, int place)
    {
        // As from outside: nobody who keeps pages of the file in memory is to go on with them.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await using FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Position = place;
        var value = stream.ReadByte();
        stream.Position = place;
        stream.WriteByte((byte)(value ^ 1));
    }
}
