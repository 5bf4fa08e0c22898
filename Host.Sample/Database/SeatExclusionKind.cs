namespace Host.Sample.Database;

public enum SeatExclusionKind
{
    Account,
    Group,
}
