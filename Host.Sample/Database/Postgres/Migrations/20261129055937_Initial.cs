using System;
using Host.Sample.Database.Migrations;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Host.Sample.Database.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:CollationDefinition:NOCASE", "und-u-ks-level2,und-u-ks-level2,icu,False");

            migrationBuilder.CreateTable(
                name: "AccessKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "NOCASE"),
                    Role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LastUsedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ExpiresAt = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccessKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuditEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditEntries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EndpointServers",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "NOCASE"),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LastSeenAt = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EndpointServers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "InventoryTables",
                columns: table => new
                {
                    PluginId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StreamId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TableName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DescriptionJson = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_InventoryTables", x => new { x.PluginId, x.StreamId });
                });

            migrationBuilder.CreateTable(
                name: "Connectors",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "NOCASE"),
                    Description = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PluginId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EndpointServerId = table.Column<int>(type: "integer", nullable: false),
                    SettingsJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StreamsJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SandboxOrigin = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TenantId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ApplicationId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FullRunEvery = table.Column<int>(type: "integer", nullable: false),
                    GuardJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PrivacyJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TermsJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RetentionJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PublishedRunId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UpdatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Connectors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Connectors_EndpointServers_EndpointServerId",
                        column: x => x.EndpointServerId,
                        principalTable: "EndpointServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FeatureToggles",
                columns: table => new
                {
                    EndpointServerId = table.Column<int>(type: "integer", nullable: false),
                    PluginId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    ChangedAt = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FeatureToggles", x => new { x.EndpointServerId, x.PluginId });
                    table.ForeignKey(
                        name: "FK_FeatureToggles_EndpointServers_EndpointServerId",
                        column: x => x.EndpointServerId,
                        principalTable: "EndpointServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AuthorizationSessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    StateHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    PluginId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ConnectorId = table.Column<int>(type: "integer", nullable: true),
                    RedirectUri = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProtectedSettings = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExpiresAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProtectedGrant = table.Column<byte[]>(type: "bytea", nullable: true),
                    Message = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Fix = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuthorizationSessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AuthorizationSessions_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ConnectorSchedules",
                columns: table => new
                {
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    Cron = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    EveryMinutes = table.Column<int>(type: "integer", nullable: true),
                    CountedFrom = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TimeZone = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    JitterMinutes = table.Column<int>(type: "integer", nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    QuietTo = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    WhenMissed = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsFull = table.Column<bool>(type: "boolean", nullable: false),
                    IsPaused = table.Column<bool>(type: "boolean", nullable: false),
                    ChangedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ChangedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    LastOutcome = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastDueAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastFiredAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastRunId = table.Column<long>(type: "bigint", nullable: true),
                    LastMessage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastFix = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectorSchedules", x => x.ConnectorId);
                    table.ForeignKey(
                        name: "FK_ConnectorSchedules_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ConnectorSecrets",
                columns: table => new
                {
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProtectedValue = table.Column<byte[]>(type: "bytea", nullable: false),
                    UpdatedAt = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectorSecrets", x => new { x.ConnectorId, x.Name });
                    table.ForeignKey(
                        name: "FK_ConnectorSecrets_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ConsentLinks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExpiresAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UsedAt = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConsentLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ConsentLinks_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ErasedAccounts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    AccountHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ErasedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ErasedAt = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ErasedAccounts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ErasedAccounts_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Runs",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Trigger = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    QueuedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StartedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    EndedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Resumes = table.Column<int>(type: "integer", nullable: false),
                    CancelRequested = table.Column<bool>(type: "boolean", nullable: false),
                    IsFull = table.Column<bool>(type: "boolean", nullable: false),
                    TenantId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ApplicationId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PreparationCalls = table.Column<int>(type: "integer", nullable: false),
                    WarningsJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EstimatesJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsDryRun = table.Column<bool>(type: "boolean", nullable: false),
                    GrantedScopesJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PlanName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SettingsFingerprint = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    GuardJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DecidedBy = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DecidedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DecisionNote = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    FiguresJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CertificateJson = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PrunedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PluginVersion = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ContractVersion = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Message = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Fix = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Runs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Runs_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SeatExclusions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SubjectId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ExpiresAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CreatedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeatExclusions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SeatExclusions_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StreamResets",
                columns: table => new
                {
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    StreamId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UpToRunId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Why = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StreamResets", x => new { x.ConnectorId, x.StreamId });
                    table.ForeignKey(
                        name: "FK_StreamResets_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Webhooks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ConnectorId = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "NOCASE"),
                    ProtectedTarget = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Host = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    CreatedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Webhooks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Webhooks_Connectors_ConnectorId",
                        column: x => x.ConnectorId,
                        principalTable: "Connectors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Erasures",
                columns: table => new
                {
                    ErasedAccountId = table.Column<int>(type: "integer", nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    StreamId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RowsErased = table.Column<long>(type: "bigint", nullable: false),
                    RowsChanged = table.Column<long>(type: "bigint", nullable: false),
                    RowCountBefore = table.Column<long>(type: "bigint", nullable: false),
                    RowSetHashBefore = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RowCountAfter = table.Column<long>(type: "bigint", nullable: false),
                    RowSetHashAfter = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Erasures", x => new { x.ErasedAccountId, x.RunId, x.StreamId });
                    table.ForeignKey(
                        name: "FK_Erasures_ErasedAccounts_ErasedAccountId",
                        column: x => x.ErasedAccountId,
                        principalTable: "ErasedAccounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RunFigures",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Basis = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunFigures", x => new { x.RunId, x.Kind });
                    table.ForeignKey(
                        name: "FK_RunFigures_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StreamRuns",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    StreamId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Ordinal = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Checkpoint = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    HighWaterMarkBefore = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    BeforeRunId = table.Column<long>(type: "bigint", nullable: true),
                    HighWaterMark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Pages = table.Column<int>(type: "integer", nullable: false),
                    Calls = table.Column<int>(type: "integer", nullable: false),
                    Retries = table.Column<int>(type: "integer", nullable: false),
                    Throttled = table.Column<int>(type: "integer", nullable: false),
                    WaitedMilliseconds = table.Column<long>(type: "bigint", nullable: false),
                    Received = table.Column<long>(type: "bigint", nullable: false),
                    Staged = table.Column<long>(type: "bigint", nullable: false),
                    Repeated = table.Column<long>(type: "bigint", nullable: false),
                    OmittedJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    NotesJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ReportedTotal = table.Column<long>(type: "bigint", nullable: true),
                    FieldsHashed = table.Column<long>(type: "bigint", nullable: false),
                    FieldsDropped = table.Column<long>(type: "bigint", nullable: false),
                    RowsWithheld = table.Column<long>(type: "bigint", nullable: false),
                    ChecksJson = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Message = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Fix = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RowCount = table.Column<long>(type: "bigint", nullable: true),
                    Added = table.Column<long>(type: "bigint", nullable: true),
                    Changed = table.Column<long>(type: "bigint", nullable: true),
                    Removed = table.Column<long>(type: "bigint", nullable: true),
                    RowSetHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    StartedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    EndedAt = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StreamRuns", x => new { x.RunId, x.StreamId });
                    table.ForeignKey(
                        name: "FK_StreamRuns_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    WebhookId = table.Column<int>(type: "integer", nullable: false),
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    NextAttemptAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    EndedAt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastStatus = table.Column<int>(type: "integer", nullable: true),
                    LastProblem = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookDeliveries_Webhooks_WebhookId",
                        column: x => x.WebhookId,
                        principalTable: "Webhooks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccessKeys_Hash",
                table: "AccessKeys",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AccessKeys_Name",
                table: "AccessKeys",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuthorizationSessions_ConnectorId",
                table: "AuthorizationSessions",
                column: "ConnectorId");

            migrationBuilder.CreateIndex(
                name: "IX_AuthorizationSessions_StateHash",
                table: "AuthorizationSessions",
                column: "StateHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Connectors_EndpointServerId",
                table: "Connectors",
                column: "EndpointServerId");

            migrationBuilder.CreateIndex(
                name: "IX_Connectors_Name",
                table: "Connectors",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConsentLinks_ConnectorId",
                table: "ConsentLinks",
                column: "ConnectorId");

            migrationBuilder.CreateIndex(
                name: "IX_ConsentLinks_TokenHash",
                table: "ConsentLinks",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EndpointServers_Name",
                table: "EndpointServers",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ErasedAccounts_ConnectorId_AccountHash",
                table: "ErasedAccounts",
                columns: new[] { "ConnectorId", "AccountHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Erasures_RunId",
                table: "Erasures",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_InventoryTables_TableName",
                table: "InventoryTables",
                column: "TableName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Runs_ConnectorId_Id",
                table: "Runs",
                columns: new[] { "ConnectorId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_OneAtATime",
                table: "Runs",
                column: "ConnectorId",
                unique: true,
                filter: "\"State\" IN ('Queued', 'Running')");

            migrationBuilder.CreateIndex(
                name: "IX_SeatExclusions_ConnectorId_Kind_SubjectId",
                table: "SeatExclusions",
                columns: new[] { "ConnectorId", "Kind", "SubjectId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_NextAttemptAt",
                table: "WebhookDeliveries",
                column: "NextAttemptAt",
                filter: "\"NextAttemptAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_WebhookId_RunId_Event",
                table: "WebhookDeliveries",
                columns: new[] { "WebhookId", "RunId", "Event" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Webhooks_ConnectorId_Name",
                table: "Webhooks",
                columns: new[] { "ConnectorId", "Name" },
                unique: true);

            QuartzTables.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            QuartzTables.Drop(migrationBuilder);

            migrationBuilder.DropTable(
                name: "AccessKeys");

            migrationBuilder.DropTable(
                name: "AuditEntries");

            migrationBuilder.DropTable(
                name: "AuthorizationSessions");

            migrationBuilder.DropTable(
                name: "ConnectorSchedules");

            migrationBuilder.DropTable(
                name: "ConnectorSecrets");

            migrationBuilder.DropTable(
                name: "ConsentLinks");

            migrationBuilder.DropTable(
                name: "Erasures");

            migrationBuilder.DropTable(
                name: "FeatureToggles");

            migrationBuilder.DropTable(
                name: "InventoryTables");

            migrationBuilder.DropTable(
                name: "RunFigures");

            migrationBuilder.DropTable(
                name: "SeatExclusions");

            migrationBuilder.DropTable(
                name: "StreamResets");

            migrationBuilder.DropTable(
                name: "StreamRuns");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "ErasedAccounts");

            migrationBuilder.DropTable(
                name: "Runs");

            migrationBuilder.DropTable(
                name: "Webhooks");

            migrationBuilder.DropTable(
                name: "Connectors");

            migrationBuilder.DropTable(
                name: "EndpointServers");
        }
    }
}
