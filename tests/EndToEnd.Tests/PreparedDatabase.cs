using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A workspace, connectors to it in a PostgreSQL store, and what a run ends with that nobody disturbs. Made once for a class; each test takes a copy of the store.</summary>
public sealed class PreparedDatabase : IAsyncLifetime
{
    private const string Token = "xoxp-1-standby-test";

    private readonly TemporaryFolder _data = new();
    private SandboxServer? _sandbox;
    private TestDatabase? _database;

    /// <summary>The connectors, each of which has yet to run.</summary>
    public static IReadOnlyList<string> Connectors { get; } = ["Workspace", "Second", "Third", "Fourth"];

    /// <summary>The folder of keys that all hosts share.</summary>
    public TemporaryFolder Keys { get; } = new();

    public SandboxServer Sandbox => _sandbox!;

    /// <summary>The access key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What an undisturbed run ends with.</summary>
    public string[] Hashes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (!TestDatabase.IsThere)
        {
            return;
        }

        var cancel = TestContext.Current.CancellationToken;
        _database = await TestDatabase.MakeAsync(cancel);
        _sandbox = await SandboxServer.StartAsync(new() { Users = 3_000, Channels = 60, Seed = 5, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Tokens = [new(Token, Walk.Scopes)] }, cancel);
        await using var host = Start(_data, _database);
        Uri address = new((await host.LineAsync("serves on", cancel)).Split(' ')[^1]);
        Key = (await host.LineAsync("Access key", cancel)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        await using RestDoor door = new(address, Key);
        await door.ConnectorAsync(_sandbox, Token, cancel, "Undisturbed");
        Hashes = UndisturbedRun.HashesOf(await door.RunAsync("Undisturbed", cancel));

        foreach (var name in Connectors)
        {
            await door.ConnectorAsync(_sandbox, Token, cancel, name);
        }
    }

    /// <summary>The store as it was prepared.</summary>
    internal Task<TestDatabase> CopyAsync(CancellationToken cancellationToken) => _database!.CopyAsync(cancellationToken);

    /// <summary>Starts a host on a store.</summary>
    internal HostProcess Start(TemporaryFolder data, TestDatabase database) =>
        HostProcess.Start(data.Path, Walk.Allowing(_sandbox!, "serve", "--address", "http://127.0.0.1:0", "--database", database.Connection, "--keys", Keys.Path));

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Keys.Dispose();
        _data.Dispose();
    }
}
