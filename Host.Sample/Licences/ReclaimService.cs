using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Licences;

/// <summary>The reclaim report: which seats could be taken back, how sure that is, and what it really saves.</summary>
public sealed class ReclaimService
{
    private readonly IDbContextFactory<HostDatabase> _databases;
    private readonly LicenceViews _views;
    private readonly EvidenceReader _evidence;
    private readonly SeatExclusions _exclusions;

    internal ReclaimService(IDbContextFactory<HostDatabase> databases, LicenceViews views, EvidenceReader evidence, SeatExclusions exclusions) =>
        (_databases, _views, _evidence, _exclusions) = (databases, views, evidence, exclusions);

    /// <summary>The report, with some of the candidates.</summary>
    /// <exception cref="HostException">As <see cref="PositionService.PageAsync"/>.</exception>
    public async Task<ReclaimReport> ReportAsync(string connector, ReclaimQuery query, CancellationToken cancellationToken)
    {
        var view = await _views.OpenAsync(connector, query.AsOf, query.IdleDays, cancellationToken);

        return await Task.Run(() => GatherAsync(view, query, cancellationToken), cancellationToken);
    }

    /// <summary>All candidates of the classes asked for, as they are read.</summary>
    /// <inheritdoc cref="ReportAsync"/>
    public async IAsyncEnumerable<ReclaimCandidate> CandidatesAsync(string connector, ReclaimQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = await _views.OpenAsync(connector, query.AsOf, query.IdleDays, cancellationToken);
        var (skipped, taken) = (0, 0);

        await foreach (var (candidate, _, _) in JudgeAsync(view, cancellationToken))
        {
            if (candidate is null || !Wanted(candidate, query) || skipped++ < query.Skip)
            {
                continue;
            }

            if (taken++ == query.Take)
            {
                yield break;
            }

            yield return candidate;
        }
    }

    /// <summary>Whether a seat of an account could be taken back: an account of several tenants has several.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="account">The account's id.</param>
    /// <param name="query">As of when, and idle after how many days.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException">As <see cref="PositionService.PageAsync"/>.</exception>
    public async Task<IReadOnlyList<SeatJudgement>> JudgeAsync(string connector, string account, ReclaimQuery query, CancellationToken cancellationToken)
    {
        var view = await _views.OpenAsync(connector, query.AsOf, query.IdleDays, cancellationToken);

        return await Task.Run(
            async () =>
            {
                var exclusions = await _exclusions.HoldingAsync(view.Source, cancellationToken);
                List<SeatJudgement> seats = [];

                await foreach (var evidence in _evidence.AccountsAsync(view, cancellationToken))
                {
                    cancellationToken.ThrowIfCancellationRequested();

                    if (evidence.AccountId == account)
                    {
                        var position = PositionRules.Decide(evidence, view);
                        var (candidate, reason, words) = ReclaimRules.Judge(position, view, exclusions, SeatMoney.Of(view));
                        seats.Add(new(position, candidate, candidate is null ? new(reason, words, 1) : null));
                    }
                }

                return seats;
            },
            cancellationToken);
    }

    private static bool Wanted(ReclaimCandidate candidate, ReclaimQuery query) => query.Classes.Count == 0 || query.Classes.Contains(candidate.Class);

    private async IAsyncEnumerable<(ReclaimCandidate? Candidate, NotCandidateReason Reason, string Words)> JudgeAsync(LicenceView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var exclusions = await _exclusions.HoldingAsync(view.Source, cancellationToken);
        var money = SeatMoney.Of(view);

        await foreach (var account in _evidence.AccountsAsync(view, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();

            yield return ReclaimRules.Judge(PositionRules.Decide(account, view), view, exclusions, money);
        }
    }

    private async Task<ReclaimReport> GatherAsync(LicenceView view, ReclaimQuery query, CancellationToken cancellationToken)
    {
        Dictionary<(NotCandidateReason Reason, string Words), long> others = [];
        ReclaimTally tally = new();
        var sure = Enum.GetValues<Confidence>().ToDictionary(entry => entry, _ => 0L);
        List<ReclaimCandidate> candidates = [];
        var (accounts, total) = (0L, 0L);

        await foreach (var (candidate, reason, words) in JudgeAsync(view, cancellationToken))
        {
            accounts++;

            if (candidate is null)
            {
                others[(reason, words)] = others.GetValueOrDefault((reason, words)) + 1;
                continue;
            }

            tally.Add(candidate);
            sure[candidate.Confidence]++;

            if (Wanted(candidate, query) && total++ >= query.Skip && (query.Take is not { } take || candidates.Count < take))
            {
                candidates.Add(candidate);
            }
        }

        await using var database = await _databases.CreateDbContextAsync(cancellationToken);
        var run = await database.Runs.AsNoTracking().Include(run => run.Streams).SingleAsync(run => run.Id == view.Source.RunId, cancellationToken);
        var reasons = others.OrderBy(entry => entry.Key.Reason).ThenByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Words, StringComparer.Ordinal)
            .Select(entry => new NotCandidates(entry.Key.Reason, entry.Key.Words, entry.Value)).ToLookup(entry => entry.Reason is NotCandidateReason.NoEvidence or NotCandidateReason.BillingUnknown);

        return new()
        {
            Connector = view.Source.Connector.Name,
            RunId = view.Source.RunId,
            AsOf = view.AsOf,
            Verdict = run.Verdict(),
            VerdictReasons = run.VerdictReasons(),
            IdleDays = view.IdleDays,
            Terms = view.Terms,
            Accounts = accounts,
            Totals = tally.Totals(view),
            ByConfidence = sure,
            NotCandidates = [.. reasons[false]],
            Unknown = [.. reasons[true]],
            Remarks = [.. Remarks(view, tally.Seats, accounts, others)],
            Total = total,
            Candidates = candidates,
        };
    }

    private static IEnumerable<string> Remarks(LicenceView view, long candidates, long accounts, Dictionary<(NotCandidateReason Reason, string Words), long> others)
    {
        if (candidates == 0)
        {
            yield return others.Keys.Any(key => key.Reason is NotCandidateReason.Excluded) && others.Keys.All(key => key.Reason is NotCandidateReason.Excluded or NotCandidateReason.Deactivated)
                ? $"There is no candidate: all {accounts} accounts are excluded or deactivated."
                : "There is no candidate: see the reasons by which the seats are none.";
        }

        foreach (var remark in SeatMoney.Remarks(view.Terms, view.Rules, DateOnly.FromDateTime(view.AsOf.UtcDateTime)))
        {
            yield return remark;
        }
    }
}
