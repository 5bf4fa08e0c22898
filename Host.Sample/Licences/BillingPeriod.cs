namespace Host.Sample.Licences;

/// <summary>How long a price of a seat is for.</summary>
public enum BillingPeriod
{
    Month,
    Year,
}
