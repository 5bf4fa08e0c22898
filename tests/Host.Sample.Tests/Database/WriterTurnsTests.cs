using Host.Sample.Database;

namespace Host.Sample.Tests.Database;

/// <summary>Who writes next: one at a time, who is quickly done first, and nobody for whom it is too late.</summary>
public sealed class WriterTurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_quickly_done_goes_before_pages_and_each_kind_in_its_order()
    {
        WriterTurns turns = new();
        List<string> went = [];
        await turns.TakeAsync(isShort: false, Token);
        Task[] waiting = [GoAsync("page 1", false), GoAsync("page 2", false), GoAsync("note 1", true), GoAsync("note 2", true)];

        turns.Release();
        await Task.WhenAll(waiting);

        went.ShouldBe(["note 1", "note 2", "page 1", "page 2"]);
        await turns.TakeAsync(isShort: false, Token);

        async Task GoAsync(string name, bool isShort)
        {
            await turns.TakeAsync(isShort, Token);
            went.Add(name);
            turns.Release();
        }
    }

    [Fact]
    public async Task Who_gives_up_is_passed_over()
    {
        WriterTurns turns = new();
        using CancellationTokenSource impatience = new();
        await turns.TakeAsync(isShort: false, Token);
        var gaveUp = turns.TakeAsync(isShort: true, impatience.Token);
        var patient = turns.TakeAsync(isShort: false, Token);

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gaveUp);
        patient.IsCompleted.ShouldBeFalse();
        turns.Release();

        await patient;
    }
}
