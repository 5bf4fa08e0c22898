using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Host.Sample.Database.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ServerProcesses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ExecutionsJson",
                table: "Runs",
                type: "text",
                nullable: false,
                defaultValue: "[]",
                collation: "C");

            migrationBuilder.CreateTable(
                name: "ServerProcesses",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    EndpointServerId = table.Column<int>(type: "integer", nullable: false),
                    Machine = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StartedAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LastSeenAt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ClockAheadSeconds = table.Column<double>(type: "double precision", nullable: false),
                    PluginsJson = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServerProcesses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ServerProcesses_EndpointServers_EndpointServerId",
                        column: x => x.EndpointServerId,
                        principalTable: "EndpointServers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ServerProcesses_EndpointServerId",
                table: "ServerProcesses",
                column: "EndpointServerId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ServerProcesses");

            migrationBuilder.DropColumn(
                name: "ExecutionsJson",
                table: "Runs");
        }
    }
}
