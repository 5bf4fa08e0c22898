using Host.Sample.Runs;
using Microsoft.AspNetCore.Components;

namespace Host.Sample.Web.Proof;

/// <summary>What shows the runs that wait for a decision: looks again when this process has news, and slowly by itself, because runs end and are decided behind other doors too.</summary>
public abstract class HeldWatch : HostComponent
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(15);

    private IDisposable? _news;

    /// <summary>The runs that are held, the one that has waited longest first.</summary>
    protected IReadOnlyList<HeldRun> Held { get; private set; } = [];

    [Inject]
    private RunService Runs { get; set; } = default!;

    [Inject]
    private WebNews News { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _news = News.Subscribe(() => _ = InvokeAsync(LookAsync));
        await LookAsync();
        _ = TryAsync(LookAgainAsync);
    }

    protected override void Dispose(bool disposing)
    {
        _news?.Dispose();
        base.Dispose(disposing);
    }

    private async Task LookAgainAsync()
    {
        var gone = Gone;
        using var timer = new PeriodicTimer(Glance, Clock);

        while (await timer.WaitForNextTickAsync(gone))
        {
            await LookAsync();
        }
    }

    // A store that cannot be read for a moment is told by the page beside it; what was last known stays.
    private async Task LookAsync()
    {
        if (await TryAsync(async () => Held = await Runs.HeldAsync(Gone)))
        {
            StateHasChanged();
        }
    }
}
