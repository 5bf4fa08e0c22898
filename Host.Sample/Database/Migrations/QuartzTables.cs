using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Host.Sample.Database.Migrations;

/// <summary>The tables of the scheduler's own store, as version 4.7 of Quartz looks for them. Made by the host's migrations, so that there is one way in which the store comes up to date.</summary>
internal sealed class QuartzTables
{
    private readonly MigrationBuilder _migration;
    private readonly bool _isPostgres;

    private QuartzTables(MigrationBuilder migration) => (_migration, _isPostgres) = (migration, migration.ActiveProvider?.Contains("Npgsql", StringComparison.Ordinal) is true);

    private const string Prefix = "QRTZ_";
    private const string Job = "SCHED_NAME JOB_NAME JOB_GROUP";
    private const string Trigger = "SCHED_NAME TRIGGER_NAME TRIGGER_GROUP";
    private const string Identity = "SCHED_NAME text(120)! TRIGGER_NAME text(150)! TRIGGER_GROUP text(150)!";
    private const string Pause = "PAUSE_REASON text(250) PAUSED_BY text(200) PAUSED_AT long";

    // A column is its name and its kind; a mark of exclamation: never null.
    private static readonly (string Name, string Columns, string Key)[] Tables =
    [
        ("JOB_DETAILS", "SCHED_NAME text(120)! JOB_NAME text(150)! JOB_GROUP text(150)! DESCRIPTION text(250) JOB_CLASS_NAME text(250)! IS_DURABLE bool! IS_NONCONCURRENT bool! IS_UPDATE_DATA bool! REQUESTS_RECOVERY bool! JOB_DATA bytes", Job),
        ("TRIGGERS", $"{Identity} JOB_NAME text(150)! JOB_GROUP text(150)! DESCRIPTION text(250) NEXT_FIRE_TIME long PREV_FIRE_TIME long PRIORITY int TRIGGER_STATE text(16)! TRIGGER_TYPE text(8)! START_TIME long! END_TIME long CALENDAR_NAME text(200) MISFIRE_INSTR int MISFIRE_ORIG_FIRE_TIME long EXECUTION_GROUP text(200) PREFERRED_NODE text(200) PREFERRED_NODE_AUTO bool! RETRY_POLICY text(250) RETRY_ATTEMPT int CONTINUES_TRIGGER_NAME text(150) CONTINUES_TRIGGER_GROUP text(150) CONTINUATION_CONDITION int OVERLAP_POLICY int {Pause} MISFIRE_THRESHOLD long FIXED_DELAY bool JOB_DATA bytes", Trigger),
        ("SIMPLE_TRIGGERS", $"{Identity} REPEAT_COUNT long! REPEAT_INTERVAL long! TIMES_TRIGGERED long!", Trigger),
        ("CRON_TRIGGERS", $"{Identity} CRON_EXPRESSION text(250)! TIME_ZONE_ID text(80)", Trigger),
        ("SIMPROP_TRIGGERS", $"{Identity} STR_PROP_1 text(512) STR_PROP_2 text(512) STR_PROP_3 text(512) INT_PROP_1 int INT_PROP_2 int LONG_PROP_1 long LONG_PROP_2 long DEC_PROP_1 decimal DEC_PROP_2 decimal BOOL_PROP_1 bool BOOL_PROP_2 bool TIME_ZONE_ID text(80)", Trigger),
        ("BLOB_TRIGGERS", $"{Identity} BLOB_DATA bytes", Trigger),
        ("CALENDARS", "SCHED_NAME text(120)! CALENDAR_NAME text(200)! CALENDAR bytes!", "SCHED_NAME CALENDAR_NAME"),
        ("PAUSED_TRIGGER_GRPS", $"SCHED_NAME text(120)! TRIGGER_GROUP text(150)! {Pause}", "SCHED_NAME TRIGGER_GROUP"),
        ("PAUSED_JOB_GRPS", $"SCHED_NAME text(120)! JOB_GROUP text(150)! {Pause}", "SCHED_NAME JOB_GROUP"),
        ("FIRED_TRIGGERS", "SCHED_NAME text(120)! ENTRY_ID text(140)! TRIGGER_NAME text(150)! TRIGGER_GROUP text(150)! INSTANCE_NAME text(200)! FIRED_TIME long! SCHED_TIME long! PRIORITY int! STATE text(16)! JOB_NAME text(150) JOB_GROUP text(150) IS_NONCONCURRENT bool REQUESTS_RECOVERY bool EXECUTION_GROUP text(200) PROGRESS int PROGRESS_MESSAGE text(250) INTERRUPT_REQUESTED_TIME long", "SCHED_NAME ENTRY_ID"),
        ("SCHEDULER_STATE", "SCHED_NAME text(120)! INSTANCE_NAME text(200)! LAST_CHECKIN_TIME long! CHECKIN_INTERVAL long! QUARTZ_VERSION text(20)", "SCHED_NAME INSTANCE_NAME"),
        ("LOCKS", "SCHED_NAME text(120)! LOCK_NAME text(40)!", "SCHED_NAME LOCK_NAME"),
        ("EXECUTION_HISTORY", "SCHED_NAME text(120)! ENTRY_ID text(140)! INSTANCE_NAME text(200)! JOB_NAME text(150)! JOB_GROUP text(150)! TRIGGER_NAME text(150)! TRIGGER_GROUP text(150)! FIRED_TIME long! RUN_TIME long! SUCCEEDED bool! ERROR_MESSAGE text(1000) RETRY_ATTEMPT int! RETRY_SCHEDULED bool! EXECUTION_LOG text RESULT int SUMMARY text(1000) METRICS text MANUAL bool FIRE_INSTANCE_ID text(140) JOB_INPUT text JOB_INPUT_TOO_LARGE bool", "SCHED_NAME ENTRY_ID"),
        ("MISFIRE_HISTORY", "SCHED_NAME text(120)! ENTRY_ID text(140)! INSTANCE_NAME text(200)! TRIGGER_NAME text(150)! TRIGGER_GROUP text(150)! JOB_NAME text(150) JOB_GROUP text(150) MISFIRE_TIME long! SCHED_TIME long REASON int", "SCHED_NAME ENTRY_ID"),
        ("JOB_STATUS", "SCHED_NAME text(120)! JOB_GROUP text(150)! JOB_NAME text(150)! FIRST_FIRED_TIME long! LAST_FIRED_TIME long! LAST_RESULT int! LAST_RUN_TIME long! LAST_INSTANCE_NAME text(200)! LAST_ENTRY_ID text(140) LAST_SUMMARY text(1000) LAST_SUCCESS_TIME long LAST_FAILURE_TIME long LAST_FAILURE_MESSAGE text(1000) CONSECUTIVE_FAILURES int! RUN_COUNT long! FAILURE_COUNT long!", "SCHED_NAME JOB_GROUP JOB_NAME"),
    ];

    private static readonly (string Name, string Table, string Columns)[] Indices =
    [
        ("J_G_N", "JOB_DETAILS", "SCHED_NAME JOB_GROUP JOB_NAME"),
        ("T_J", "TRIGGERS", Job),
        ("T_G_N", "TRIGGERS", "SCHED_NAME TRIGGER_GROUP TRIGGER_NAME"),
        ("T_C", "TRIGGERS", "SCHED_NAME CALENDAR_NAME"),
        ("T_NFT_ST", "TRIGGERS", "SCHED_NAME TRIGGER_STATE NEXT_FIRE_TIME PRIORITY MISFIRE_INSTR"),
        ("FT_INST_JOB_REQ_RCVRY", "FIRED_TRIGGERS", "SCHED_NAME INSTANCE_NAME REQUESTS_RECOVERY"),
        ("FT_J_G", "FIRED_TRIGGERS", Job),
        ("FT_T_G", "FIRED_TRIGGERS", Trigger),
        ("EH_FIRED_TIME", "EXECUTION_HISTORY", "SCHED_NAME FIRED_TIME"),
        ("EH_INST", "EXECUTION_HISTORY", "SCHED_NAME INSTANCE_NAME"),
        ("MH_MISFIRE_TIME", "MISFIRE_HISTORY", "SCHED_NAME MISFIRE_TIME"),
        ("MH_INST", "MISFIRE_HISTORY", "SCHED_NAME INSTANCE_NAME"),
        ("EH_JOB_TIME", "EXECUTION_HISTORY", "SCHED_NAME JOB_GROUP JOB_NAME FIRED_TIME"),
        ("EH_FIRE_INST", "EXECUTION_HISTORY", "SCHED_NAME FIRE_INSTANCE_ID"),
        ("EH_TRIG_TIME", "EXECUTION_HISTORY", "SCHED_NAME TRIGGER_GROUP TRIGGER_NAME FIRED_TIME"),
    ];

    public static void Create(MigrationBuilder migrationBuilder) => new QuartzTables(migrationBuilder).Create();

    public static void Drop(MigrationBuilder migrationBuilder) => new QuartzTables(migrationBuilder).Drop();

    private void Create()
    {
        foreach (var (name, columns, key) in Tables)
        {
            _migration.Operations.Add(Table(name, columns, key));
        }

        foreach (var (name, table, columns) in Indices)
        {
            _migration.CreateIndex(Name($"IDX_{Prefix}{name}"), Name(Prefix + table), Names(columns));
        }
    }

    private void Drop()
    {
        foreach (var (name, _, _) in Tables.Reverse())
        {
            _migration.DropTable(Name(Prefix + name));
        }
    }

    // Quartz does not quote names, and PostgreSQL reads those in small letters.
    private string Name(string name) => _isPostgres ? name.ToLowerInvariant() : name;

    private string[] Names(string names) => Name(names).Split(' ');

    private CreateTableOperation Table(string name, string columns, string key)
    {
        var parts = columns.Split(' ');
        CreateTableOperation table = new()
        {
            Name = Name(Prefix + name),
            PrimaryKey = new() { Name = Name($"PK_{Prefix}{name}"), Table = Name(Prefix + name), Columns = Names(key) },
        };
        table.Columns.AddRange(Enumerable.Range(0, parts.Length / 2).Select(index => Column(table.Name, parts[2 * index], parts[(2 * index) + 1])));

        if (name is "TRIGGERS")
        {
            table.ForeignKeys.Add(Reference(table.Name, Job, "JOB_DETAILS", ReferentialAction.NoAction));
        }
        else if (name.EndsWith("_TRIGGERS", StringComparison.Ordinal) && name is not "FIRED_TRIGGERS")
        {
            table.ForeignKeys.Add(Reference(table.Name, Trigger, "TRIGGERS", ReferentialAction.Cascade));
        }

        return table;
    }

    private AddForeignKeyOperation Reference(string table, string columns, string principal, ReferentialAction onDelete) => new()
    {
        Name = Name($"FK_{table}_{principal}"),
        Table = table,
        Columns = Names(columns),
        PrincipalTable = Name(Prefix + principal),
        PrincipalColumns = Names(columns),
        OnDelete = onDelete,
    };

    private AddColumnOperation Column(string table, string name, string kind)
    {
        var isNullable = !kind.EndsWith('!');
        var (type, store, postgres, whenMissing) = kind.TrimEnd('!').Split('(')[0] switch
        {
            "text" => (typeof(string), "TEXT", "text", default(object)),
            "long" => (typeof(long), "INTEGER", "bigint", 0L),
            "int" => (typeof(int), "INTEGER", "integer", 0),
            "bool" => (typeof(bool), "INTEGER", "boolean", false),
            "decimal" => (typeof(decimal), "NUMERIC", "numeric", 0m),
            "bytes" => (typeof(byte[]), "BLOB", "bytea", null),
            _ => throw new ArgumentException($"There is no kind '{kind}'.", nameof(kind)),
        };

        return new()
        {
            Table = table,
            Name = Name(name),
            ClrType = type,
            ColumnType = _isPostgres ? postgres : store,
            IsNullable = isNullable,
            // Where Quartz leaves them out, its own tables have these too.
            DefaultValue = !isNullable && name is ("PREFERRED_NODE_AUTO" or "RETRY_SCHEDULED" or "CONSECUTIVE_FAILURES" or "RUN_COUNT" or "FAILURE_COUNT" or "RETRY_ATTEMPT") ? whenMissing : null,
        };
    }
}
