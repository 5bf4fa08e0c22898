using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Orchard.Api;
using Plugin.Orchard.Settings;

namespace Plugin.Orchard.Collection;

/// <summary>A stream whose records grow from their numbers, so that a page needs nothing but its position.</summary>
internal abstract class NumberedStream<TRecord> : OrchardStream
{
    public override StreamDescription Description => Definition.Description;

    protected abstract StreamDefinition<TRecord> Definition { get; }

    public override async IAsyncEnumerable<StreamPage> CollectAsync(
        ConnectorContext context, OrchardSettings settings, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var office = new OrchardOffice(context, settings);

        var identity = await office.WhoAmIAsync(cancellationToken);

        if (Refusal(settings, identity.Scopes) is { } refusal)
        {
            yield return Skipped(refusal, office);
            yield break;
        }

        var ground = new OrchardGround(settings, identity.Day);
        var count = Count(ground);
        var first = Math.Min(count, request.HighWaterMark is { } mark ? Position.Parse(mark)?.Number ?? 0 : 0);
        var resumed = request.ResumeFrom is { } checkpoint ? Position.Parse(checkpoint) : new(first, HasStartedOver: false);
        var isLost = resumed is null || resumed.Value.Number > count;
        var position = isLost ? new(first, HasStartedOver: true) : resumed!.Value;
        var startsOver = isLost;

        while (true)
        {
            var page = (int)((position.Number - first) / settings.RowsPerPage) + 1;
            var (mishap, waited) = await MeetMishapAsync(context, settings, page, cancellationToken);

            if (mishap is MishapKind.Skip)
            {
                yield return Skipped(SkippedOnDemand(), office);
                yield break;
            }

            if (mishap is MishapKind.StartOver && !position.HasStartedOver)
            {
                position = new(first, HasStartedOver: true);
                startsOver = true;

                continue;
            }

            await office.WhoAmIAsync(cancellationToken);

            var end = Math.Min(count, position.Number + settings.RowsPerPage);
            List<TRecord> records = new((int)(end - position.Number));

            for (var number = position.Number; number < end; number++)
            {
                if (Grow(ground, number, isKeyless: mishap is MishapKind.Keyless && number == position.Number) is { } record)
                {
                    records.Add(record);
                }
            }

            var received = records.Count;

            if (mishap is MishapKind.Omit && received > 0)
            {
                records.RemoveAt(0);
            }

            position = position with { Number = end };

            var last = mishap is MishapKind.Partial
                ? Partial(page)
                : end == count ? StreamEnd.Complete(Description.Mode is StreamMode.Append ? new Position(count, HasStartedOver: false).ToCheckpoint() : null) : null;

            yield return new RecordPage<TRecord>(Definition, records)
            {
                Next = last is null ? position.ToCheckpoint() : null,
                End = last,
                StartsOver = startsOver,
                Evidence = Evidence(office, received, records.Count, waited, startsOver),
            };

            if (last is not null)
            {
                yield break;
            }

            startsOver = false;
        }
    }

    /// <summary>How many numbers there are, some of them perhaps without a record.</summary>
    protected abstract long Count(OrchardGround ground);

    /// <summary>The record of a number, or null when there is none.</summary>
    protected abstract TRecord? Grow(OrchardGround ground, long number, bool isKeyless);
}
