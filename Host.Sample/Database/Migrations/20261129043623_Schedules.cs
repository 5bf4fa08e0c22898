using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Host.Sample.Database.Migrations
{
    /// <inheritdoc />
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ConnectorSchedules",
                columns: table => new
                {
                    ConnectorId = table.Column<int>(type: "INTEGER", nullable: false),
                    Cron = table.Column<string>(type: "TEXT", nullable: true),
                    EveryMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    CountedFrom = table.Column<string>(type: "TEXT", nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", nullable: false),
                    JitterMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    QuietTo = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    WhenMissed = table.Column<string>(type: "TEXT", nullable: false),
                    IsFull = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsPaused = table.Column<bool>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<string>(type: "TEXT", nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    LastOutcome = table.Column<string>(type: "TEXT", nullable: true),
                    LastDueAt = table.Column<string>(type: "TEXT", nullable: true),
                    LastFiredAt = table.Column<string>(type: "TEXT", nullable: true),
                    LastRunId = table.Column<long>(type: "INTEGER", nullable: true),
                    LastMessage = table.Column<string>(type: "TEXT", nullable: true),
                    LastFix = table.Column<string>(type: "TEXT", nullable: true)
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

            QuartzTables.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            QuartzTables.Drop(migrationBuilder);

            migrationBuilder.DropTable(
                name: "ConnectorSchedules");
        }
    }
}
