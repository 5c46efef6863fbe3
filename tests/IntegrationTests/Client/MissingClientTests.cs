using System.Net;

namespace Goring.IntegrationTests.Client;

/// <summary>A server beside which no web client was built works, and says so at <c>/</c>.</summary>
public sealed class MissingClientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goring-client-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    [Theory]
    [InlineData("")]
    [InlineData("room/standup")]
    public async Task Page_says_how_to_get_the_client(string path)
    {
        await using var server = await BuiltClient.StartAsync(Path.Combine(_folder, "nothing-there"));

        using var response = await _http.GetAsync(new Uri(server.Url, path));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsStringAsync())
            .Should().Contain("The web client was not built").And.Contain("dotnet run --project src/Web");
    }

    [Fact]
    public async Task Page_gives_the_reason_that_the_build_left()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "missing.txt"), "npm is <not> there\n");
        await using var server = await BuiltClient.StartAsync(_folder);

        var page = await _http.GetStringAsync(server.Url);

        page.Should().Contain("<p>npm is &lt;not&gt; there</p>");
        using var response = await _http.GetAsync(new Uri(server.Url, "missing.txt"));
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Server_without_a_client_is_healthy()
    {
        await using var server = await BuiltClient.StartAsync(_folder);

        using var response = await _http.GetAsync(new Uri(server.Url, "health"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
