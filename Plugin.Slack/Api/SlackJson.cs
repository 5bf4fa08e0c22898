using System.Text.Json.Serialization;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Collection;

namespace Plugin.Slack.Api;

/// <summary>All that is read from or written as JSON. Generated: the reflection serializer would keep the plugin from being unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WholeNumberConverter)])]
[JsonSerializable(typeof(AuthTestAnswer))]
[JsonSerializable(typeof(AuthTeamsListAnswer))]
[JsonSerializable(typeof(SlackTeam))]
[JsonSerializable(typeof(OAuthAccessAnswer))]
[JsonSerializable(typeof(TeamInfoAnswer))]
[JsonSerializable(typeof(TeamProfileAnswer))]
[JsonSerializable(typeof(ProfileField))]
[JsonSerializable(typeof(UsersProfileAnswer))]
[JsonSerializable(typeof(UsersListAnswer))]
[JsonSerializable(typeof(UsersInfoAnswer))]
[JsonSerializable(typeof(SlackUser))]
[JsonSerializable(typeof(BillableInfoAnswer))]
[JsonSerializable(typeof(AccessLogsAnswer))]
[JsonSerializable(typeof(AccessLogEntry))]
[JsonSerializable(typeof(IntegrationLogsAnswer))]
[JsonSerializable(typeof(IntegrationLogEntry))]
[JsonSerializable(typeof(ConversationsListAnswer))]
[JsonSerializable(typeof(SlackConversation))]
[JsonSerializable(typeof(ConversationsMembersAnswer))]
[JsonSerializable(typeof(UsergroupsListAnswer))]
[JsonSerializable(typeof(SlackUsergroup))]
[JsonSerializable(typeof(UsergroupUsersAnswer))]
[JsonSerializable(typeof(FilesListAnswer))]
[JsonSerializable(typeof(SlackFile))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(SlackMessage))]
[JsonSerializable(typeof(CallInfoAnswer))]
[JsonSerializable(typeof(CallMet))]
[JsonSerializable(typeof(List<CallMet>))]
[JsonSerializable(typeof(HistoryPosition))]
[JsonSerializable(typeof(CallsPosition))]
[JsonSerializable(typeof(PaceState))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(StreamPosition))]
[JsonSerializable(typeof(MembersPosition))]
[JsonSerializable(typeof(ProfilesPosition))]
internal sealed partial class SlackJson : JsonSerializerContext;
