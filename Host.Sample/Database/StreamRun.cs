using Plugin.Abstractions.Errors;

namespace Host.Sample.Database;

/// <summary>One stream of a run: its checkpoint while it runs, its evidence for ever.</summary>
public sealed class StreamRun
{
    public long RunId { get; set; }

    public required string StreamId { get; set; }

    /// <summary>Position in the plugin's catalogue.</summary>
    public int Ordinal { get; set; }

    public StreamState State { get; set; }

    /// <summary>Where to go on, committed together with the rows before it; null before the first page and after the end.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>The mark that this run began from.</summary>
    public string? HighWaterMarkBefore { get; set; }

    /// <summary>The run whose rows this one may compare with; null: none.</summary>
    public long? BeforeRunId { get; set; }

    /// <summary>The mark that the next run begins from.</summary>
    public string? HighWaterMark { get; set; }

    public int Pages { get; set; }

    public int Calls { get; set; }

    public int Retries { get; set; }

    public int Throttled { get; set; }

    public long WaitedMilliseconds { get; set; }

    /// <summary>Records that the service sent.</summary>
    public long Received { get; set; }

    /// <summary>Records written to staging, repeats included. Received = Staged + what was omitted.</summary>
    public long Staged { get; set; }

    /// <summary>Rows whose key had come before in this run; the later one counts.</summary>
    public long Repeated { get; set; }

    /// <summary>Records left out, by reason: a JSON list of code, message and count.</summary>
    public string OmittedJson { get; set; } = "[]";

    /// <summary>Remarks: a JSON list of code and message.</summary>
    public string NotesJson { get; set; } = "[]";

    /// <summary>How many records the service itself says there are.</summary>
    public long? ReportedTotal { get; set; }

    /// <summary>Fields that were stored as keyed hashes, fields that were emptied, and rows that were kept out because their account was erased.</summary>
    public long FieldsHashed { get; set; }

    public long FieldsDropped { get; set; }

    public long RowsWithheld { get; set; }

    /// <summary>What was held against other streams and the service's own counts: a JSON list.</summary>
    public string ChecksJson { get; set; } = "[]";

    public FailureReason? Reason { get; set; }

    public string? Code { get; set; }

    public string? Message { get; set; }

    public string? Fix { get; set; }

    /// <summary>Rows of the stream as of this run.</summary>
    public long? RowCount { get; set; }

    public long? Added { get; set; }

    public long? Changed { get; set; }

    public long? Removed { get; set; }

    /// <summary>SHA-256, hex, over the keys and hashes of the stream's rows as of this run, in the order of the keys.</summary>
    public string? RowSetHash { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
}
