using Host.Sample.Database;
using Microsoft.AspNetCore.Components;

namespace Host.Sample.Web;

/// <summary>What pages and parts have in common: a token that ends when they are left, and trouble kept for showing.</summary>
public abstract class HostComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Ends when the component is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Why the last try failed; null when it did not.</summary>
    protected HostException? Problem { get; set; }

    [Inject]
    private HostStore Store { get; set; } = default!;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gone.Cancel();
            _gone.Dispose();
        }
    }

    /// <summary>Does something with the rooms; trouble goes to <see cref="Problem"/>.</summary>
    /// <returns>Whether it was done.</returns>
    protected async Task<bool> TryAsync(Func<Task> work)
    {
        Problem = null;

        try
        {
            await work();

            return true;
        }
        catch (HostException exception)
        {
            Problem = exception;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        catch (Exception exception) when (StoreFailure.IsOne(exception))
        {
            Problem = StoreFailure.Explain(exception, Store.Name);
        }

        return false;
    }
}
