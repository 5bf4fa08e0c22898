using Host.Sample.Support;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Host.Sample.Api;

/// <summary>What somebody needs who is asked for help. For administrators.</summary>
internal static class SupportEndpoints
{
    public static void MapSupport(this IEndpointRouteBuilder api)
    {
        var support = api.MapGroup("/support").WithTags("Support");
        support.MapGet("/", (DebugLevel level) => new SupportStatus(level.Read()))
            .WithName("GetSupportStatus").WithSummary("Whether debug lines are written, until when and at whose wish.");
        support.MapPost("/bundle", BundleAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").WithName("MakeSupportBundle").WithSummary("A zip with versions, runs, shapes, the store's state and the log, without names, ids, dates or secrets.");
        support.MapGet("/bundle", (string? connector, int? days, SupportBundle bundle, TimeProvider clock, CancellationToken cancellationToken) =>
                BundleAsync(new(connector, days), bundle, clock, cancellationToken))
            .Produces(StatusCodes.Status200OK, contentType: "application/zip").WithName("DownloadSupportBundle").WithSummary("The same by an address that a browser can open.");
        support.MapPut("/debug", (DebugBody body, DebugLevel level, CancellationToken cancellationToken) => level.BeginAsync(body.Minutes, body.Connector, cancellationToken))
            .WithName("BeginDebugLines").WithSummary("Lets debug lines be written for some minutes, at most a day; it ends by itself.");
        support.MapDelete("/debug", EndAsync)
            .WithName("EndDebugLines").WithSummary("Ends debug lines before their time.");
    }

    private static async Task<FileStreamHttpResult> BundleAsync(BundleBody body, SupportBundle bundle, TimeProvider clock, CancellationToken cancellationToken)
    {
        SupportRequest request = new(body.Connector, body.Days ?? SupportRequest.UsualDays);

        await bundle.CheckAsync(request, cancellationToken);
        var whole = BundleOnDisk();

        try
        {
            await bundle.WriteAsync(request, whole, cancellationToken);
            whole.Position = 0;

            // Whoever sends it closes it, and then it is gone.
            return TypedResults.Stream(whole, "application/zip", SupportRequest.NameOf(clock.GetUtcNow()));
        }
        catch
        {
            await whole.DisposeAsync();

            throw;
        }
    }

    // A zip is packed by writing at once, which a connection does not take; and it may be too large for memory.
    private static FileStream BundleOnDisk()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(Path.Combine(Path.GetTempPath(), $"bundle-{Guid.NewGuid():N}.zip"), options);
    }

    private static async Task<NoContent> EndAsync(DebugLevel level, CancellationToken cancellationToken)
    {
        await level.EndAsync(cancellationToken);

        return TypedResults.NoContent();
    }

    internal sealed record SupportStatus(DebugState? Debug);

    internal sealed record BundleBody(string? Connector = null, int? Days = null);

    internal sealed record DebugBody(int Minutes, string? Connector = null);
}
