using System.Text;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>Names, titles and time zones to draw from, encoded once.</summary>
internal static class Names
{
    /// <summary>How many pairs of first and last name there are before handles need a number.</summary>
    public const int Pairs = 64 * 64;

    public static readonly byte[][] First = Encode(
        "Ada", "Amara", "Anders", "Aisha", "Bao", "Beatriz", "Björn", "Camille", "Carlos", "Chidi", "Chloé", "Daniel", "Deepika", "Diego", "Elif", "Emma",
        "Erik", "Fatima", "Felix", "Freya", "Gabriel", "Grace", "Hana", "Hassan", "Helena", "Hiro", "Ines", "Ingrid", "Isaac", "Ivan", "Jakub", "Jana",
        "João", "Julia", "Kai", "Karim", "Keiko", "Kofi", "Lars", "Leila", "Liam", "Linh", "Lucía", "Magnus", "Maja", "Marco", "Mei", "Mila",
        "Nadia", "Nils", "Noor", "Olga", "Omar", "Paolo", "Priya", "Rafael", "Rosa", "Samuel", "Sofia", "Tariq", "Tomás", "Wei", "Yara", "Zoë");

    public static readonly byte[][] Last = Encode(
        "Abbott", "Almeida", "Andersson", "Baker", "Banerjee", "Bauer", "Becker", "Bianchi", "Campbell", "Castro", "Chen", "Cohen", "Costa", "Da Silva", "Dubois", "Eriksen",
        "Evans", "Fischer", "Fontaine", "Garcia", "Gonzalez", "Green", "Haddad", "Hansen", "Hoffmann", "Horvat", "Hughes", "Ito", "Ivanova", "Jansen", "Johnson", "Kaya",
        "Khan", "Kim", "Kowalski", "Kumar", "Larsson", "Lefèvre", "Lindqvist", "Lopez", "Martin", "Mbeki", "Meyer", "Moreau", "Müller", "Nakamura", "Nguyen", "Novak",
        "O'Brien", "Okafor", "Olsen", "Patel", "Petrov", "Popescu", "Rossi", "Sato", "Schmidt", "Singh", "Smith", "Suzuki", "Tanaka", "van Dijk", "Weber", "Yılmaz");

    public static readonly byte[][] FirstHandles = Handles(First);

    public static readonly byte[][] LastHandles = Handles(Last);

    /// <summary>Names that break careless readers: emoji, right to left, quotes, mark-up, a backslash.</summary>
    public static readonly byte[][] Odd = Encode(
        "Sam 🚀 Rivera", "نور الهدى", "Robert \"Bo\" Ødegård", "יעל כהן", "Tim <b>Tables</b>", "佐藤 さくら", "Alex \\ Back", "Zoë 👩🏽‍💻 Klein");

    public static readonly byte[][] Titles = Encode(
        "Account Executive", "Accountant", "Backend Engineer", "Chief of Staff", "Customer Success Manager", "Data Analyst", "Data Engineer", "Designer",
        "Engineering Manager", "Financial Controller", "Frontend Engineer", "HR Business Partner", "IT Support Specialist", "Legal Counsel", "Marketing Manager", "Office Manager",
        "Operations Lead", "Product Manager", "Product Owner", "Programme Manager", "QA Engineer", "Recruiter", "Research Scientist", "Sales Director",
        "Security Engineer", "Site Reliability Engineer", "Solutions Architect", "Support Engineer", "Systems Administrator", "Technical Writer", "UX Researcher", "");

    public static readonly (byte[] Zone, byte[] Label, int Offset)[] Zones =
    [
        Zone("Europe/London", "Greenwich Mean Time", 0), Zone("Europe/Berlin", "Central European Time", 3_600),
        Zone("Europe/Stockholm", "Central European Time", 3_600), Zone("Europe/Istanbul", "Turkey Time", 10_800),
        Zone("America/New_York", "Eastern Standard Time", -18_000), Zone("America/Los_Angeles", "Pacific Standard Time", -28_800),
        Zone("America/Sao_Paulo", "Brasilia Standard Time", -10_800), Zone("Asia/Kolkata", "India Standard Time", 19_800),
        Zone("Asia/Tokyo", "Japan Standard Time", 32_400), Zone("Australia/Sydney", "Australian Eastern Daylight Time", 39_600),
        Zone("Africa/Lagos", "West Africa Time", 3_600), Zone("America/Chicago", "Central Standard Time", -21_600),
        Zone("Asia/Kathmandu", "Nepal Time", 20_700), Zone("Europe/Paris", "Central European Time", 3_600),
        Zone("Asia/Singapore", "Singapore Standard Time", 28_800), Zone("America/Denver", "Mountain Standard Time", -25_200),
    ];

    private static byte[][] Encode(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    private static (byte[] Zone, byte[] Label, int Offset) Zone(string zone, string label, int offset) =>
        (Encoding.UTF8.GetBytes(zone), Encoding.UTF8.GetBytes(label), offset);

    private static byte[][] Handles(byte[][] names) => Array.ConvertAll(names, name =>
    {
        StringBuilder handle = new();
        foreach (char letter in Encoding.UTF8.GetString(name).ToLowerInvariant())
        {
            handle.Append(letter switch
            {
                >= 'a' and <= 'z' => letter.ToString(),
                'ö' or 'õ' or 'ø' or 'ó' => "o",
                'é' or 'è' or 'ë' => "e",
                'ã' or 'á' => "a",
                'í' or 'ı' => "i",
                'ü' => "u",
                _ => string.Empty,
            });
        }

        return Encoding.ASCII.GetBytes(handle.ToString());
    });
}
