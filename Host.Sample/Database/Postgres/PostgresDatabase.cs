using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Database.Postgres;

/// <summary>The host's own tables in PostgreSQL: the same ones, with migrations of their own.</summary>
public sealed class PostgresDatabase(DbContextOptions<PostgresDatabase> options) : HostDatabase(options);
