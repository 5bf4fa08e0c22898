using Plugin.Slack.Sandbox;

return await CommandLine.RunAsync(args, Console.In, Console.Out, Console.Error, CancellationToken.None);
