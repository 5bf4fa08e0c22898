using System.CommandLine;
using Host.Sample.Access;
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
    /// <param name="options">What the person who calls decides.</param>
    /// <param name="consoleLevel">From which level on the log also goes to the error stream.</param>
    /// <param name="otherwise">Whose work it is where nobody has come through the door; null: nobody's.</param>
    public WebDoor Door(HostOptions options, LogEventLevel consoleLevel, Actor? otherwise) =>
        WebDoor.Build(options, consoleLevel, services => services.AddSingleton(Secrets).AddSingleton(new CurrentActor(otherwise)));
}
