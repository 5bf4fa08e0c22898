using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Host.Sample.Database.Migrations
{
    /// <inheritdoc />
    public partial class Proof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ChecksJson",
                table: "StreamRuns",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<long>(
                name: "FieldsDropped",
                table: "StreamRuns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "FieldsHashed",
                table: "StreamRuns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "RowsWithheld",
                table: "StreamRuns",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "CertificateJson",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedAt",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecisionNote",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FiguresJson",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GrantedScopesJson",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GuardJson",
                table: "Runs",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "IsDryRun",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "PlanName",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PrunedAt",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SettingsFingerprint",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GuardJson",
                table: "Connectors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PrivacyJson",
                table: "Connectors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RetentionJson",
                table: "Connectors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TermsJson",
                table: "Connectors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ErasedAccounts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConnectorId = table.Column<int>(type: "INTEGER", nullable: false),
                    AccountHash = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    ErasedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ErasedAt = table.Column<string>(type: "TEXT", nullable: false)
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
                name: "SeatExclusions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConnectorId = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    SubjectId = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<string>(type: "TEXT", nullable: false)
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
                name: "Webhooks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ConnectorId = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false, collation: "NOCASE"),
                    ProtectedTarget = table.Column<string>(type: "TEXT", nullable: false),
                    Host = table.Column<string>(type: "TEXT", nullable: false),
                    IsEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<string>(type: "TEXT", nullable: false)
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
                    ErasedAccountId = table.Column<int>(type: "INTEGER", nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: false),
                    StreamId = table.Column<string>(type: "TEXT", nullable: false),
                    RowsErased = table.Column<long>(type: "INTEGER", nullable: false),
                    RowsChanged = table.Column<long>(type: "INTEGER", nullable: false),
                    RowCountBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    RowSetHashBefore = table.Column<string>(type: "TEXT", nullable: false),
                    RowCountAfter = table.Column<long>(type: "INTEGER", nullable: false),
                    RowSetHashAfter = table.Column<string>(type: "TEXT", nullable: false)
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
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    WebhookId = table.Column<int>(type: "INTEGER", nullable: false),
                    RunId = table.Column<long>(type: "INTEGER", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<string>(type: "TEXT", nullable: false),
                    NextAttemptAt = table.Column<string>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<string>(type: "TEXT", nullable: true),
                    LastStatus = table.Column<int>(type: "INTEGER", nullable: true),
                    LastProblem = table.Column<string>(type: "TEXT", nullable: true)
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
                name: "IX_ErasedAccounts_ConnectorId_AccountHash",
                table: "ErasedAccounts",
                columns: new[] { "ConnectorId", "AccountHash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Erasures_RunId",
                table: "Erasures",
                column: "RunId");

            migrationBuilder.CreateIndex(
                name: "IX_SeatExclusions_ConnectorId_Kind_SubjectId",
                table: "SeatExclusions",
                columns: new[] { "ConnectorId", "Kind", "SubjectId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_NextAttemptAt",
                table: "WebhookDeliveries",
                column: "NextAttemptAt",
                filter: "NextAttemptAt IS NOT NULL");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Erasures");

            migrationBuilder.DropTable(
                name: "SeatExclusions");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "ErasedAccounts");

            migrationBuilder.DropTable(
                name: "Webhooks");

            migrationBuilder.DropColumn(
                name: "ChecksJson",
                table: "StreamRuns");

            migrationBuilder.DropColumn(
                name: "FieldsDropped",
                table: "StreamRuns");

            migrationBuilder.DropColumn(
                name: "FieldsHashed",
                table: "StreamRuns");

            migrationBuilder.DropColumn(
                name: "RowsWithheld",
                table: "StreamRuns");

            migrationBuilder.DropColumn(
                name: "CertificateJson",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "DecisionNote",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "FiguresJson",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "GrantedScopesJson",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "GuardJson",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "IsDryRun",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "PlanName",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "PrunedAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "SettingsFingerprint",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "GuardJson",
                table: "Connectors");

            migrationBuilder.DropColumn(
                name: "PrivacyJson",
                table: "Connectors");

            migrationBuilder.DropColumn(
                name: "RetentionJson",
                table: "Connectors");

            migrationBuilder.DropColumn(
                name: "TermsJson",
                table: "Connectors");
        }
    }
}
