using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace BadPlugin.Chameleon;

internal sealed class ChameleonConnector(Looks looks) : IConnector
{
    public ConnectorDescription Describe() => new()
    {
        Service = "Chameleon",
        Title = "Chameleon",
        Summary = "One stream, as the file beside the plugin says.",
        Settings =
        [
            new() { Name = "colour", Order = 1, Label = "Colour", Kind = SettingKind.Text, Help = "Any." },
            new() { Name = "size", Order = 2, Label = "Size", Kind = SettingKind.Text, Help = "Any." },
        ],
        Streams =
        [
            new()
            {
                Id = "things",
                Name = "Things",
                Description = "Things.",
                Mode = looks.Mode,
                Methods = ["things"],
                LostWithout = "Everything.",
                Columns = [.. looks.Columns.Select(column => new ColumnDescription(column.Name, column.Type, new() { Description = column.Name, Source = column.Name, IsKey = column.IsKey }))],
            },
        ],
    };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings)
    {
        if (looks.Conduct is Conduct.HangsInValidate && settings.Text("colour") is not null)
        {
            AppContext.SetSwitch("Chameleon.Hangs", true);
            Thread.Sleep(Timeout.Infinite);
        }

        if (looks.Habit is { } habit)
        {
            Habits.Follow(habit);
        }

        if (looks.Conduct is Conduct.Leaks)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => GC.KeepAlive(this);
        }

        return looks.Needs is { } needed && settings.Text(needed) is null ? [new(needed, "required", $"The {needed} is missing. Type one in.")] : [];
    }

    public Uri BeginAuthorization(AuthorizationRequest request) => throw NoConsent();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw NoConsent();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new PreflightReport { Tenant = "Tree", Account = "Chameleon", Streams = [new() { StreamId = "things", Access = StreamAccess.Granted, Message = "There." }] });

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        if (looks.Conduct is Conduct.HangsInIdentify)
        {
            AppContext.SetSwitch("Chameleon.Hangs", true);

            return new TaskCompletionSource<ConnectorIdentity?>().Task;
        }

        return Task.FromResult<ConnectorIdentity?>(null);
    }

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        Misbehave();

        if (looks.Conduct is Conduct.Counts)
        {
            await CountAsync(context.Shared, cancellationToken);
        }

        yield return new ThingPage(looks) { Evidence = new() { Calls = 1, Received = looks.Rows }, End = StreamEnd.Complete() };
    }

    private static ConnectorException NoConsent() => new(FailureReason.NotAvailable, "The chameleon asks nobody for consent.", "Leave the authorization out.");

    private static async Task CountAsync(ISharedValues shared, CancellationToken cancellationToken)
    {
        var read = await shared.ReadAsync("runs", cancellationToken);
        var isWritten = await shared.TryWriteAsync("runs", $"{read.Value}I", read.Version, cancellationToken);

        if (!isWritten || await shared.TryWriteAsync("runs", "late", read.Version, cancellationToken) || (await shared.ReadAsync("runs", cancellationToken)).Now < read.Now)
        {
            throw new InvalidOperationException("What is shared is not kept as promised.");
        }

        try
        {
            await shared.TryWriteAsync("runs", new string('I', SharedValue.LongestValue + 1), read.Version, cancellationToken);
        }
        catch (ArgumentException)
        {
            return;
        }

        throw new InvalidOperationException("What is shared is longer than promised.");
    }

    private void Misbehave()
    {
        switch (looks.Conduct)
        {
            case Conduct.Throws:
                throw new InvalidOperationException("It is not green here.");
            case Conduct.Hangs:
                AppContext.SetSwitch("Chameleon.Hangs", true);
                Thread.Sleep(Timeout.Infinite);
                break;
            case Conduct.Floods:
                Flood();
                break;
            case Conduct.Exits:
                Environment.Exit(7);
                break;
            case Conduct.FailsFast:
                Environment.FailFast("It is not green here.");
                break;
            case Conduct.Overflows:
                Overflow(0);
                break;
            case Conduct.Prints:
                Console.WriteLine("Between the frames.");
                Console.Out.Flush();
                Console.Error.WriteLine("Beside the frames.");
                break;
            default:
                break;
        }
    }

    // Until somebody has seen it: a test's end would otherwise depend on how much memory its machine has.
    private static void Flood()
    {
        List<byte[]> all = [];

        while (!AppContext.TryGetSwitch("Chameleon.Stop", out var stop) || !stop)
        {
            all.Add(new byte[1024 * 1024]);
            Array.Fill(all[^1], (byte)1);
            Thread.Sleep(all.Count < 200 ? 1 : 50);
        }
    }

#pragma warning disable S2190, CA1822 // That is what it is for.
    private static int Overflow(int depth) => Overflow(depth + 1) + depth;
#pragma warning restore S2190, CA1822
}
