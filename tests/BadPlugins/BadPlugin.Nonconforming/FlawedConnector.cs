using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace BadPlugin.Nonconforming;

/// <summary>A small connector with a store room of its own behind it, sound but for one flaw.</summary>
internal sealed partial class FlawedConnector(Flaw flaw) : IConnector
{
    private const string Token = "token";
    private const int Count = 6_000;
    private const int PageSize = 500;

    private static readonly List<string> Seen = [];

    private readonly List<byte[]> _hoard = [];

    public ConnectorDescription Describe() => new()
    {
        Service = "Store room",
        Title = "Store rooms",
        Summary = flaw is Flaw.DescriptionChanges ? $"Collects {Guid.NewGuid()} items." : "Collects what lies in a store room.",
        Settings =
        [
            new() { Name = Token, Label = "Token", Help = flaw is Flaw.HelpMissing ? "" : "The token of the store room, from its keeper.", Kind = SettingKind.Secret, Order = 10, IsRequired = true },
        ],
        Scopes = [new("items:read", "Without it nothing is known of the items.")],
        Streams = [Definition().Description],
    };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings)
    {
        if (!string.IsNullOrWhiteSpace(settings.Secret(Token)?.Reveal()))
        {
            return [];
        }

        return flaw is Flaw.ProblemsSayNothing ? [new(Token, "", "Invalid")] : [new(Token, "missing", "The token is missing. Ask the keeper of the store room for one.")];
    }

    public Uri BeginAuthorization(AuthorizationRequest request) => throw new ConnectorException(FailureReason.FixSettings, "A store room has no consent page.", "Type the token in.");

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        throw new ConnectorException(FailureReason.FixSettings, "A store room has no consent page.", "Type the token in.");

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        if (flaw is not Flaw.DeafToCancellation)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Task.FromResult(new PreflightReport
        {
            Tenant = "Store room",
            Account = "keeper",
            Streams = [new() { StreamId = "items", Access = StreamAccess.Granted, Message = "The items can be read." }],
        });
    }

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        Misbehave(context);

        if (flaw is Flaw.SecretShared)
        {
            var read = await context.Shared.ReadAsync("pace", CancellationToken.None);
            await context.Shared.TryWriteAsync("pace", context.Settings.Secret(Token)!.Reveal(), read.Version, CancellationToken.None);
        }

        if (flaw is not Flaw.DeafToCancellation)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (flaw is Flaw.PreflightPromisesTooMuch)
        {
            yield return new RecordPage<Item>(Definition(), [])
            {
                Evidence = new() { Calls = 0, Received = 0 },
                End = StreamEnd.Skipped(FailureReason.GrantScope, "missing_scope", "The scope items:read is missing.", "Grant the scope items:read."),
            };

            yield break;
        }

        var isKnown = request.ResumeFrom is null || int.TryParse(request.ResumeFrom.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var number = isKnown && request.ResumeFrom is { } place ? int.Parse(place.Value, CultureInfo.InvariantCulture) + (flaw is Flaw.ResumeForgets ? 1 : 0) : 0;

        while (number < Count)
        {
            if (flaw is not Flaw.DeafToCancellation)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            List<Item> items = [.. Enumerable.Range(number, Math.Min(PageSize, Count - number)).Select(one => new Item(string.Create(CultureInfo.InvariantCulture, $"I{one:D5}"), Weight(one)))];
            number += items.Count;

            if (flaw is Flaw.HoardsRows)
            {
                _hoard.AddRange(items.Select(_ => new byte[1024]));
            }

            yield return new RecordPage<Item>(Definition(), items)
            {
                StartsOver = !isKnown && number == items.Count,
                Evidence = new() { Calls = 1, Received = items.Count + (flaw is Flaw.EvidenceDoesNotAddUp ? 1 : 0) },
                Next = number < Count ? new(number.ToString(CultureInfo.InvariantCulture)) : null,
                End = number < Count ? null : StreamEnd.Complete(),
            };
        }
    }

    private long Weight(int number) => flaw is Flaw.ReadsDiffer ? DateTime.UtcNow.Ticks : number * 7 % 100;

    private void Misbehave(ConnectorContext context)
    {
        switch (flaw)
        {
            case Flaw.SecretInLog:
                LogToken(context.Logger, context.Settings.Secret(Token)!.Reveal());

                break;

            case Flaw.CountsInStatics:
                Seen.Add("a run");

                break;

            case Flaw.ChangesEnvironment:
                Environment.SetEnvironmentVariable("BAD_PLUGIN_WAS_HERE", "yes");

                break;

            case Flaw.StaysInMemory:
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Seen.Clear();

                break;
        }
    }

    private StreamDefinition<Item> Definition()
    {
        var builder = new StreamDefinitionBuilder<Item>(new()
        {
            Id = "items",
            Name = "Items",
            Description = "One row is an item.",
            Mode = StreamMode.Snapshot,
            Methods = ["items.list"],
            Scopes = ["items:read"],
            LostWithout = "Nothing is known of the items.",
        }).Text("item_id", item => item.Id, new() { Description = "The item's id.", Source = "items.list: items[].id", IsKey = true });
        ColumnMeaning weight = new() { Description = "What the item weighs.", Source = "items.list: items[].weight" };

        return (flaw is Flaw.ColumnChangesType ? builder.Text("weight", item => item.Weight.ToString(CultureInfo.InvariantCulture), weight) : builder.Int64("weight", item => item.Weight, weight)).Build();
    }

    [LoggerMessage(1, LogLevel.Information, "Token {Token}")]
    private static partial void LogToken(ILogger logger, string token);
}
