using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>A user as their token describes them.</summary>
public sealed record Person(string Id, string? Name = null, string? Username = null, string? Image = null)
{
    /// <summary>Somebody nobody else is, with a whole profile.</summary>
    public static Person New(string who)
    {
        var id = $"{who}-{Guid.NewGuid():N}";
        return new(id, $"{who} Name", $"{who}_username", $"https://images.test/{who}.png?a=1&b=2");
    }

    /// <summary>What peers are shown of them (docs/protocol.md, part 2).</summary>
    public JsonObject Info()
    {
        var info = new JsonObject { ["user_id"] = Id };
        Add("name", Name);
        Add("username", Username);
        Add("image_profile", Image);
        return info;

        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                info[field] = value;
            }
        }
    }
}
