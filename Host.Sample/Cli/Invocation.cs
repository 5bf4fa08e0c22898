using System.CommandLine;
using Host.Sample.Api;
using Host.Sample.Logs;
using Serilog.Events;

namespace Host.Sample.Cli;

/// <summary>A verb as it was called.</summary>
/// <param name="Options">What the person who calls decides.</param>
/// <param name="Parsed">The rest of what was typed.</param>
/// <param name="Output">Where to print.</param>
/// <param name="Secrets">What must not be printed or logged, also when the rooms are gone again.</param>
internal sealed record Invocation(HostOptions Options, ParseResult Parsed, Output Output, KnownSecrets Secrets)
{
    /// <summary>The web door, composed and not yet open.</summary>
    /// <inheritdoc cref="WebDoor.Build"/>
    public WebDoor Door(HostOptions options, LogEventLevel consoleLevel) => WebDoor.Build(options, consoleLevel, services => services.AddSingleton(Secrets));
}
