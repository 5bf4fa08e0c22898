using Host.Sample.Cli;

return await CommandLine.RunAsync(args);
