using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Privacy;
using Host.Sample.Runs;
using Host.Sample.Runs.Proof;
using Host.Sample.Tests.Licences;
using Host.Sample.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Tests.Privacy;

/// <summary>What is stored of people, through the doors of a whole host: choices before storage, and erasure of a person.</summary>
public sealed class PrivacyTests
{
    private const string Orchard = "Orchard";
    private const string Person = "G00000007";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hashed_values_are_the_same_for_the_same_person_and_name_nobody()
    {
        await using var host = await StartAsync();
        var before = await PeopleAsync(host, await RunAsync(host));
        await ChooseAsync(host, """{"email":"hash","name":"hash"}""");

        var run = await RunAsync(host);
        var first = await PeopleAsync(host, run);
        var second = await PeopleAsync(host, await RunAsync(host));

        first.Keys.ShouldBe(before.Keys);
        first.Values.ShouldAllBe(person => person.Name.StartsWith(PersonalDataHash.Prefix) && (person.Email == null || person.Email.StartsWith(PersonalDataHash.Prefix)));
        first.Values.Count(person => person.Email is null).ShouldBe(before.Values.Count(person => person.Email is null), "what is not there has no hash");
        first.Values.Select(person => person.Name).Distinct().Count().ShouldBe(before.Values.Select(person => person.Name).Distinct().Count());
        second.ShouldBe(first);
        var growers = run.Streams.Single(stream => stream.StreamId == "growers");
        growers.FieldsHashed.ShouldBe(before.Count + before.Values.Count(person => person.Email is not null));
        growers.FieldsDropped.ShouldBe(before.Count, "a wage has no place for a hash");
    }

    [Fact]
    public async Task Dropped_values_are_nowhere_in_the_store()
    {
        await using var host = await StartAsync();
        await ChooseAsync(host, """{"email":"drop","name":"drop"}""");

        var run = await RunAsync(host);

        var people = await PeopleAsync(host, run);
        people.Count.ShouldBe(100);
        people.Values.ShouldAllBe(person => person.Email == null && person.Name == "");
        (await StoreHasAsync(host, "@orchard.example")).ShouldBeFalse();
        (await host.Client.GetStringAsync(new Uri($"api/connectors/{Orchard}/privacy", UriKind.Relative), Token)).ShouldBe("""{"email":"drop","name":"drop"}""");
    }

    [Fact]
    public async Task Two_connectors_hash_the_same_person_differently()
    {
        await using var host = await StartAsync();
        await host.AddConnectorAsync("Other");
        await ChooseAsync(host, """{"email":"hash"}""");
        await ChooseAsync(host, """{"email":"hash"}""", "Other");

        var one = await PeopleAsync(host, await RunAsync(host));
        var other = await PeopleAsync(host, await RunAsync(host, "Other"), "Other");

        var known = one.Where(person => person.Value.Email is not null).ToList();
        known.ShouldNotBeEmpty();
        known.ShouldAllBe(person => other[person.Key].Email != person.Value.Email);
        known.ShouldAllBe(person => other[person.Key].Name == person.Value.Name);
    }

    [Fact]
    public async Task A_choice_that_is_none_is_refused_and_so_is_one_while_the_connector_is_at_work()
    {
        await using var host = await StartAsync();
        using var wrong = new StringContent("""{"email":"burn"}""", Encoding.UTF8, "application/json");
        (await host.Client.PutAsync(new Uri($"api/connectors/{Orchard}/privacy", UriKind.Relative), wrong, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await host.Get<RunService>().QueueAsync(Orchard, "test", isFull: false, Token);

        using var right = new StringContent("""{"email":"drop"}""", Encoding.UTF8, "application/json");
        var answer = await host.Client.PutAsync(new Uri($"api/connectors/{Orchard}/privacy", UriKind.Relative), right, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("is at work: run 1");
    }

    [Fact]
    public async Task An_erased_person_is_in_no_version_of_any_row_and_does_not_come_back()
    {
        await using var host = await StartAsync();
        var first = await RunAsync(host);
        await ChangeAsync(host, 10);
        var second = await RunAsync(host);
        (await StoreHasAsync(host, Person)).ShouldBeTrue();
        var others = (await PeopleAsync(host, second)).Where(person => person.Key != Person).ToDictionary();

        var erasure = await EraseAsync(host, Person, "request 17");
        var third = await RunAsync(host);

        erasure.RowsErased.ShouldBeGreaterThan(1);
        erasure.Runs.ShouldBe([first.Id, second.Id]);
        (await StoreHasAsync(host, Person)).ShouldBeFalse("neither in the file nor in the log of the store");
        (await PeopleAsync(host, second)).ShouldBe(others);
        (await PeopleAsync(host, third)).ShouldBe(others);
        third.Streams.Sum(stream => stream.RowsWithheld).ShouldBeGreaterThan(0);
        third.Streams.ShouldAllBe(stream => stream.Received == stream.Staged + Omitted(stream));
        await HashesHoldAsync(host, first.Id, second.Id, third.Id);
        await VerifiedAsync(host, first.Id, second.Id, third.Id);
        (await host.Client.GetStringAsync(new Uri($"api/runs/{first.Id}/certificate", UriKind.Relative), Token)).ShouldContain("A person was erased on request: erasure 1.");
        (await host.Client.GetStringAsync(new Uri($"api/connectors/{Orchard}/erasures", UriKind.Relative), Token)).ShouldContain("request 17");
        (await host.Client.GetStringAsync(new Uri("api/audit", UriKind.Relative), Token)).ShouldNotContain(Person);
    }

    [Fact]
    public async Task Who_is_erased_is_named_by_other_rows_no_more_and_these_stay()
    {
        await using var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add("ada", isBilled: true);
        seats.Connector.Add("bo", isBilled: true);
        seats.Connector.Rooms.AddRange([new("r1", "Attic", "ada"), new("r2", "Cellar", "bo")]);
        var run = await seats.RunAsync();

        var erasure = await seats.Host.Get<AccountErasure>().EraseAsync("Seats", "ada", "request 19", Token);

        erasure.RowsChanged.ShouldBe(1);
        (await seats.Host.SqlAsync<string>("SELECT group_concat(id || '=' || coalesce(made_by, 'nobody'), ',' ORDER BY id) FROM orchard_rooms", Token)).ShouldBe("r1=nobody,r2=bo");
        (await seats.Host.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven);
    }

    [Fact]
    public async Task Somebody_who_is_not_there_cannot_be_erased_and_nothing_is_touched()
    {
        await using var host = await StartAsync();
        var run = await RunAsync(host);

        var answer = await PostErasureAsync(host, "G99999999", "request 18");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostErasureAsync(host, Person, " ")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await HashesHoldAsync(host, run.Id);
        (await PeopleAsync(host, run)).ShouldContainKey(Person);
    }

    private static async Task<WebFixture> StartAsync()
    {
        var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync(Orchard);

        return host;
    }

    private static async Task<Run> RunAsync(WebFixture host, string connector = Orchard)
    {
        var run = await host.Get<RunService>().QueueAsync(connector, "test", isFull: true, Token);
        run = await host.Get<RunService>().ExecuteAsync(run.Id, Token);
        run.State.ShouldBe(RunState.Published);

        return run;
    }

    private static Task<ConnectorView> ChangeAsync(WebFixture host, int percent) => host.Get<ConnectorService>().EditAsync(
        Orchard, new() { Texts = new Dictionary<string, string?> { ["change"] = percent.ToString(CultureInfo.InvariantCulture) } }, null, Token);

    private static async Task ChooseAsync(WebFixture host, string choice, string connector = Orchard)
    {
        using var body = new StringContent(choice, Encoding.UTF8, "application/json");
        (await host.Client.PutAsync(new Uri($"api/connectors/{connector}/privacy", UriKind.Relative), body, Token)).EnsureSuccessStatusCode();
    }

    private static Task<HttpResponseMessage> PostErasureAsync(WebFixture host, string account, string reason) =>
        host.Client.PostAsJsonAsync(new Uri($"api/connectors/{Orchard}/erasures", UriKind.Relative), new { account, reason }, Token);

    private static async Task<ErasureView> EraseAsync(WebFixture host, string account, string reason)
    {
        var answer = await PostErasureAsync(host, account, reason);
        answer.EnsureSuccessStatusCode();

        return (await answer.Content.ReadFromJsonAsync<ErasureView>(JsonSerializerOptions.Web, Token)).ShouldNotBeNull();
    }

    private static async Task<Dictionary<string, (string Name, string? Email)>> PeopleAsync(WebFixture host, Run run, string connector = Orchard)
    {
        var reader = host.Get<InventoryReader>();
        Dictionary<string, (string, string?)> people = [];

        await foreach (var row in reader.RowsAsync(connector, "growers", new() { AsOf = run.Id }, Token))
        {
            people.Add(row.Key, (row.Values[1] as string ?? "", row.Values[2] as string));
        }

        return people;
    }

    private static async Task HashesHoldAsync(WebFixture host, params long[] runs)
    {
        await using var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        var owner = await database.Connectors.SingleAsync(connector => connector.Name == Orchard, Token);
        var recorded = await database.StreamRuns.Where(stream => runs.Contains(stream.RunId) && stream.RowSetHash != null).ToListAsync(Token);
        recorded.ShouldNotBeEmpty();
        await host.Get<StoreWriter>().WriteAsync(
            write =>
            {
                foreach (var stream in recorded)
                {
                    var schema = InventoryTables.OpenAll(write, "orchard").Single(schema => schema.Description.Id == stream.StreamId);
                    RowSet.Read(write, schema, owner.Id, stream.RunId).ShouldBe(new(stream.RowCount!.Value, stream.RowSetHash!));
                }
            },
            Token);
    }

    private static long Omitted(StreamRun stream) =>
        JsonSerializer.Deserialize<List<OmittedRecords>>(stream.OmittedJson)!.Sum(omitted => (long)omitted.Count);

    /// <summary>Recomputes row hashes, counts and row set hashes from the store, and holds them against the certificates.</summary>
    private static async Task VerifiedAsync(WebFixture host, params long[] runs)
    {
        foreach (var run in runs)
        {
            var answer = await host.Client.GetStringAsync(new Uri($"api/runs/{run}/verification", UriKind.Relative), Token);
            answer.ShouldContain("\"outcome\":\"proven\"", Case.Sensitive, answer);
        }
    }

    /// <summary>Whether the bytes of a text are anywhere in the store's files, or in any row of a server's database.</summary>
    private static async Task<bool> StoreHasAsync(WebFixture host, string text)
    {
        if (host.Folders.Database is { } database)
        {
            return (await TestDatabases.EverythingAsync(database, Token)).Contains(text, StringComparison.Ordinal);
        }

        var file = host.Get<HostStore>().Name;
        var wanted = Encoding.UTF8.GetBytes(text);
        var has = false;

        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
        {
            await using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using MemoryStream bytes = new();
            await stream.CopyToAsync(bytes, Token);
            has |= bytes.ToArray().AsSpan().IndexOf(wanted) >= 0;
        }

        return has;
    }
}
