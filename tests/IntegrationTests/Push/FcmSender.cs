using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>A client of the token endpoint and of FCM.</summary>
internal sealed class FcmSender(PushSandboxServer sandbox) : IDisposable
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly HttpClient _client = new() { BaseAddress = sandbox.FcmUrl, Timeout = TimeSpan.FromSeconds(15) };

    public string? AccessToken { get; set; }

    public static async Task<FcmSender> SignedInAsync(PushSandboxServer sandbox)
    {
        var sender = new FcmSender(sandbox);
        var answer = await sender.AskForTokenAsync(SignedToken.Assertion(sandbox));
        sender.AccessToken = (string)answer.Body!["access_token"]!;
        return sender;
    }

    public static string Message(string device) => new JsonObject
    {
        ["message"] = new JsonObject
        {
            ["token"] = device,
            ["data"] = new JsonObject { ["type"] = "incoming_call" },
            ["android"] = new JsonObject { ["priority"] = "HIGH", ["ttl"] = "45s" },
        },
    }.ToJsonString();

    public Task<FcmAnswer> AskForTokenAsync(string assertion, string grantType = GrantType) => AskForTokenAsync(
        new FormUrlEncodedContent([new("grant_type", grantType), new("assertion", assertion)]));

    public async Task<FcmAnswer> AskForTokenAsync(HttpContent content)
    {
        using var response = await _client.PostAsync("token", content);
        return await FcmAnswer.ReadAsync(response);
    }

    public Task<FcmAnswer> PushAsync(string device) => SendAsync(Message(device));

    public async Task<FcmAnswer> SendAsync(string body, string? project = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"v1/projects/{project ?? sandbox.Credentials.ProjectId}/messages:send")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (AccessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        }

        using var response = await _client.SendAsync(request);
        return await FcmAnswer.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();
}

internal sealed record FcmAnswer(int Status, string Text, string? MediaType, TimeSpan? RetryAfter)
{
    public JsonNode? Body => MediaType == "application/json" ? JsonNode.Parse(Text) : null;

    public string? RpcStatus => (string?)Body?["error"]?["status"];

    public string? ErrorCode => (string?)Detail("FcmError")?["errorCode"];

    public string? Field => (string?)Detail("BadRequest")?["fieldViolations"]?[0]?["field"];

    public static async Task<FcmAnswer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.RetryAfter?.Delta);

    private JsonNode? Detail(string type) => Body?["error"]?["details"]?.AsArray()
        .FirstOrDefault(detail => ((string?)detail?["@type"])!.EndsWith(type, StringComparison.Ordinal));
}
