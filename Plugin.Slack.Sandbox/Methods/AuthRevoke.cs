using Plugin.Slack.Sandbox.Wire;

namespace Plugin.Slack.Sandbox.Methods;

internal static class AuthRevoke
{
    public static void Answer(ApiCall call)
    {
        bool simulated = call.Arguments.Flag("test");
        if (!simulated)
        {
            call.App.Revoke(call.Grant);
        }

        call.Open().WriteBoolean("revoked"u8, !simulated);
    }
}
