using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Host.Sample.Database.Migrations
{
    /// <inheritdoc />
    public partial class Incremental : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "BeforeRunId",
                table: "StreamRuns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ApplicationId",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EstimatesJson",
                table: "Runs",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "IsFull",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "PreparationCalls",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "TenantId",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WarningsJson",
                table: "Runs",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "ApplicationId",
                table: "Connectors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FullRunEvery",
                table: "Connectors",
                type: "INTEGER",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<string>(
                name: "TenantId",
                table: "Connectors",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StreamResets",
                columns: table => new
                {
                    ConnectorId = table.Column<int>(type: "INTEGER", nullable: false),
                    StreamId = table.Column<string>(type: "TEXT", nullable: false),
                    UpToRunId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<string>(type: "TEXT", nullable: false),
                    Why = table.Column<string>(type: "TEXT", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StreamResets");

            migrationBuilder.DropColumn(
                name: "BeforeRunId",
                table: "StreamRuns");

            migrationBuilder.DropColumn(
                name: "ApplicationId",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "EstimatesJson",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "IsFull",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "PreparationCalls",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "TenantId",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "WarningsJson",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "ApplicationId",
                table: "Connectors");

            migrationBuilder.DropColumn(
                name: "FullRunEvery",
                table: "Connectors");

            migrationBuilder.DropColumn(
                name: "TenantId",
                table: "Connectors");
        }
    }
}
