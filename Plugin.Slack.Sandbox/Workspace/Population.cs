namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>
/// Who is in the workspace. Ranks order the records of the first day by activity, and each class of account is a range of
/// ranks, so that a million people need no table: a record is arithmetic on its place in the list.
/// </summary>
internal sealed class Population
{
    private readonly Shuffle _shuffle;

    public Population(int users, ulong seed)
    {
        Size = users;
        _shuffle = new Shuffle(users, seed);
        int slackbot = users >= 2 ? 1 : 0;
        int bots = users < 10 ? 0 : (int)Math.Clamp(users * 4L / 100, 3, 600);
        int strangers = users < 50 ? 0 : Math.Clamp(users / 250, 1, 50);
        int people = users - slackbot - bots - strangers;
        int invited = people < 10 ? 0 : Math.Max(1, people / 50);
        int deactivated = people < 10 ? 0 : (int)(people * 13L / 100);
        int idle = people < 10 ? 0 : (int)(people * 15L / 100);

        OwnersEnd = Math.Min(people, people < 10 ? 1 : 2 + (people / 400));
        ActiveEnd = people - invited - deactivated - idle;
        IdleEnd = ActiveEnd + idle;
        SignInEnd = IdleEnd + deactivated;
        InvitedEnd = SignInEnd + invited;
        StrangersEnd = InvitedEnd + strangers;
        WorkflowBotsEnd = StrangersEnd + (bots / 5);
        BotsEnd = StrangersEnd + bots;
    }

    public int Size { get; }

    /// <summary>Rank 0 is the primary owner.</summary>
    public int OwnersEnd { get; }

    public int ActiveEnd { get; }

    public int IdleEnd { get; }

    /// <summary>Deactivated people end here; every rank below has signed in at least once.</summary>
    public int SignInEnd { get; }

    public int InvitedEnd { get; }

    public int StrangersEnd { get; }

    public int WorkflowBotsEnd { get; }

    public int BotsEnd { get; }

    public int RankOf(int index) => _shuffle.At(index);

    public int IndexOf(int rank) => _shuffle.PlaceOf(rank);
}
