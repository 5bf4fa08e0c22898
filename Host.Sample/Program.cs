using Host.Sample.Cli;
using Host.Sample.Isolation;

// A plugin in a process of its own is this program once more; nobody types that.
return args is [PluginIsolation.Verb] ? await WorkerProgram.RunAsync() : await CommandLine.RunAsync(args);
