using Host.Sample.Database;
using Microsoft.Data.Sqlite;

namespace Host.Sample.Tests.Database;

/// <summary>Whatever lies where the store should be: one sentence, its fix, and the file is left alone.</summary>
public sealed class HostStoreTests : IDisposable
{
    private readonly TestFolders _folders = new();

    public HostStoreTests() => Directory.CreateDirectory(_folders.Data);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => _folders.Options.DatabaseFile;

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_store_of_a_newer_version_is_not_touched()
    {
        await PrepareAsync();
        Sql("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0.0')");
        var before = await System.IO.File.ReadAllBytesAsync(File, Token);

        var failure = await Should.ThrowAsync<HostException>(PrepareAsync);

        failure.Problem.ShouldBe(HostProblem.StoreUnavailable);
        failure.Message.ShouldContain("newer version");
        (await System.IO.File.ReadAllBytesAsync(File, Token)).ShouldBe(before);
    }

    [Fact]
    public async Task Another_programs_database_is_not_touched()
    {
        Sql("CREATE TABLE recipes (name TEXT)");
        var before = await System.IO.File.ReadAllBytesAsync(File, Token);

        var failure = await Should.ThrowAsync<HostException>(PrepareAsync);

        failure.Problem.ShouldBe(HostProblem.StoreUnavailable);
        failure.Message.ShouldContain("no store of this host");
        (await System.IO.File.ReadAllBytesAsync(File, Token)).ShouldBe(before);
    }

    [Fact]
    public async Task A_damaged_store_is_told()
    {
        await PrepareAsync();
        await using (var file = System.IO.File.OpenWrite(File))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[file.Length - 4096], Token);
        }

        var failure = await Should.ThrowAsync<HostException>(PrepareAsync);

        failure.Problem.ShouldBe(HostProblem.StoreUnavailable);
        failure.Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task A_file_where_the_data_folder_should_be_is_told()
    {
        Directory.Delete(_folders.Data);
        await System.IO.File.WriteAllTextAsync(_folders.Data, "I am no folder.", Token);

        (await Should.ThrowAsync<HostException>(PrepareAsync)).Problem.ShouldBe(HostProblem.StoreUnavailable);
    }

    [Theory]
    [InlineData(5, "is locked by another program")]
    [InlineData(6, "is locked by another program")]
    [InlineData(8, "can be read but not written")]
    [InlineData(10, "refused to read or write")]
    [InlineData(11, "is damaged")]
    [InlineData(13, "is full")]
    [InlineData(14, "cannot be opened")]
    [InlineData(26, "is no store of this host")]
    public void Each_refusal_of_the_database_has_its_sentence(int code, string sentence)
    {
        var told = StoreFailure.Explain(new SqliteException("The library's own words.", code), File);

        told.Problem.ShouldBe(HostProblem.StoreUnavailable);
        told.Message.ShouldContain(sentence);
        told.Message.ShouldContain(File);
        told.Message.ShouldNotContain("own words");
        told.Fix.ShouldNotBeEmpty();
    }

    /// <summary>As a process does that then ends: what the pool holds open is closed.</summary>
    private async Task PrepareAsync()
    {
        var store = HostStore.Of(_folders.Options, TimeProvider.System);

        try
        {
            await store.PrepareAsync(Token);
        }
        finally
        {
            store.LetGo();
        }
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
