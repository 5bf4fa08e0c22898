namespace Host.Sample.Inventory;

public enum InventoryOperator
{
    Equal,
    NotEqual,

    /// <summary>The text is somewhere in the value, ignoring the case of A to Z.</summary>
    Contains,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    IsNull,
    IsNotNull,
}
