using System.Globalization;
using Host.Sample.Database;
using Host.Sample.SharedValues;
using Host.Sample.Tests.Runs;
using Plugin.Abstractions;

namespace Host.Sample.Tests.SharedValues;

/// <summary>What connectors have in common, on whichever store the tests run; two hosts on it are two processes.</summary>
public sealed class SharedValueStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_has_seen_the_latest_value_writes_and_nobody_else()
    {
        await using var host = await TestHost.StartAsync(Token);
        await using var other = host.Another(new OrchardOpener());
        var (here, there) = (Of(host), Of(other));

        (await here.ReadAsync("pace", Token)).ShouldSatisfyAllConditions(value => value.Value.ShouldBeNull(), value => value.Version.ShouldBe(0));
        (await here.TryWriteAsync("pace", "one", 0, Token)).ShouldBeTrue();
        (await there.TryWriteAsync("pace", "two", 0, Token)).ShouldBeFalse("there is a value already");

        var read = await there.ReadAsync("pace", Token);
        read.Value.ShouldBe("one");
        (await there.TryWriteAsync("pace", "two", read.Version, Token)).ShouldBeTrue();
        (await here.TryWriteAsync("pace", "three", read.Version, Token)).ShouldBeFalse("somebody has written since");
        (await here.ReadAsync("pace", Token)).Value.ShouldBe("two");
    }

    [Fact]
    public async Task A_plugin_sees_its_own_values_only()
    {
        await using var host = await TestHost.StartAsync(Token);
        var (one, other) = (Of(host, "orchard"), Of(host, "chameleon"));

        await one.TryWriteAsync("pace", "orchard's", 0, Token);
        (await other.ReadAsync("pace", Token)).Value.ShouldBeNull();
        (await other.TryWriteAsync("pace", "chameleon's", 0, Token)).ShouldBeTrue();

        (await one.ReadAsync("pace", Token)).Value.ShouldBe("orchard's");
    }

    [Fact]
    public async Task Nothing_is_lost_however_many_write_at_once()
    {
        await using var host = await TestHost.StartAsync(Token);
        await using var other = host.Another(new OrchardOpener());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => CountAsync(Of(number % 2 == 0 ? host : other)), Token)));

        (await Of(host).ReadAsync("count", Token)).Value.ShouldBe("200");

        static async Task CountAsync(ISharedValues values)
        {
            for (var count = 0; count < 25;)
            {
                var read = await values.ReadAsync("count", Token);
                var next = int.Parse(read.Value ?? "0", CultureInfo.InvariantCulture) + 1;
                count += await values.TryWriteAsync("count", next.ToString(CultureInfo.InvariantCulture), read.Version, Token) ? 1 : 0;
            }
        }
    }

    [Fact]
    public async Task Any_text_up_to_the_limit_comes_back_as_it_was()
    {
        await using var host = await TestHost.StartAsync(Token);
        var key = "{0} 'Ключ' \"%s\" 🌳".PadRight(SharedValue.LongestKey, 'x');
        var value = "{1}'; DROP TABLE \"SharedValues\"; -- \r\n\t 🌳 ü ".PadRight(SharedValue.LongestValue - 4, 'y');

        (await Of(host).TryWriteAsync(key, value, 0, Token)).ShouldBeTrue();

        (await Of(host).ReadAsync(key, Token)).Value.ShouldBe(value);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_told()
    {
        await using var host = await TestHost.StartAsync(Token);
        var values = Of(host);

        foreach (var key in new[] { "", new string('k', SharedValue.LongestKey + 1), "a\0b", "half \ud83c" })
        {
            await Should.ThrowAsync<ArgumentException>(() => values.ReadAsync(key, Token));
            await Should.ThrowAsync<ArgumentException>(() => values.TryWriteAsync(key, "value", 0, Token));
        }

        foreach (var value in new[] { new string('v', SharedValue.LongestValue + 1), new string('ü', (SharedValue.LongestValue / 2) + 1), "a\0b", "half \ud83c" })
        {
            await Should.ThrowAsync<ArgumentException>(() => values.TryWriteAsync("key", value, 0, Token));
        }

        (await host.SqlAsync<long>("SELECT count(*) FROM SharedValues", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task What_nobody_wrote_for_a_day_is_forgotten_and_its_versions_do_not_come_again()
    {
        await using var host = await TestHost.StartAsync(Token);
        var values = Of(host);
        await values.TryWriteAsync("old", "old", 0, Token);
        await values.TryWriteAsync("used", "used", 0, Token);
        var old = await values.ReadAsync("old", Token);
        await using (var database = await host.DatabaseAsync(Token))
        {
            database.SharedValues.Single(entry => entry.Key == "old").WrittenAt = old.Now.AddHours(-25);
            await database.SaveChangesAsync(Token);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(61));
        await values.TryWriteAsync("new", "new", 0, Token);

        (await values.ReadAsync("old", Token)).Value.ShouldBeNull();
        (await values.ReadAsync("used", Token)).Value.ShouldBe("used");
        (await values.TryWriteAsync("old", "again", 0, Token)).ShouldBeTrue();
        (await values.TryWriteAsync("old", "from before", old.Version, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_merge_that_takes_long_holds_up_writing_where_there_is_one_writer_and_nowhere_else()
    {
        await using var host = await TestHost.StartAsync(Token);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim end = new();
        var merging = Task.Run(
            () => host.Writer.WriteAsync(
                1,
                _ =>
                {
                    begun.SetResult();
                    end.Wait(Token);
                },
                Token),
            Token);
        await begun.Task;

        // Reading waits for nobody.
        (await Of(host).ReadAsync("pace", Token)).Version.ShouldBe(0);
        var writing = Of(host).TryWriteAsync("pace", "one", 0, Token);

        if (host.Get<HostStore>().Dialect.HasOneWriter)
        {
            writing.IsCompleted.ShouldBeFalse();
        }
        else
        {
            (await writing).ShouldBeTrue();
        }

        end.Set();
        (await writing).ShouldBeTrue();
        await merging;
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task The_clock_is_the_hosts_where_the_store_is_a_file()
    {
        await using var host = await TestHost.StartAsync(Token);

        (await Of(host).ReadAsync("pace", Token)).Now.ShouldBe(host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task The_clock_is_the_servers_whatever_the_hosts_say()
    {
        await using var host = await OnServerAsync();
        await using var other = host.Another(new OrchardOpener());
        other.Clock.Advance(TimeSpan.FromMinutes(1));

        var before = await ServersAsync(host);
        var here = await Of(host).ReadAsync("pace", Token);
        var there = await Of(other).ReadAsync("pace", Token);
        var after = await ServersAsync(host);

        // Told in whole milliseconds.
        here.Now.ShouldBeGreaterThan(before.AddMilliseconds(-1));
        there.Now.ShouldBeGreaterThanOrEqualTo(here.Now);
        there.Now.ShouldBeLessThanOrEqualTo(after);

        static async Task<DateTimeOffset> ServersAsync(TestHost host) => new(await host.SqlAsync<DateTime>("SELECT clock_timestamp()", Token));
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_as_any_trouble_with_the_store()
    {
        await using var host = await OnServerAsync();
        var away = host.Options with { Database = "Host=127.0.0.1;Port=1;Database=connectors;Username=x;Password=swordfish;Timeout=3" };
        var store = HostStore.Of(away, TimeProvider.System);
        await using StoreWriter writer = new(store);
        var values = new SharedValueStore(store, writer, new Databases(store), TimeProvider.System).Of("orchard");

        (await Should.ThrowAsync<HostException>(() => values.ReadAsync("pace", Token))).Problem.ShouldBe(HostProblem.StoreUnavailable);
        (await Should.ThrowAsync<HostException>(() => values.TryWriteAsync("pace", "one", 1, Token))).Problem.ShouldBe(HostProblem.StoreUnavailable);
    }

    private static ISharedValues Of(TestHost host, string plugin = "orchard") => host.Get<SharedValueStore>().Of(plugin);

    private static async Task<TestHost> OnServerAsync()
    {
        TestDatabases.Require();
        var database = TestDatabases.AreWanted ? null : await TestDatabases.MakeAsync(Token);

        return await TestHost.StartAsync(new OrchardOpener(), options => database is null ? options : options with { Database = database }, null, Token);
    }

    private sealed class Databases(HostStore store) : Microsoft.EntityFrameworkCore.IDbContextFactory<HostDatabase>
    {
        public HostDatabase CreateDbContext() => store.Open();
    }
}
