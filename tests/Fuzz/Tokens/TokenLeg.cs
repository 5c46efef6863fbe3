using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Goring.Application.Connections;
using Goring.Domain.Users;
using Goring.Fuzz.Http;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Processes;
using Goring.Web.Auth;

namespace Goring.Fuzz.Tokens;

/// <summary>Tokens in this process, and some of them as the real server takes them: it must say the same.</summary>
internal sealed class TokenLeg(Corpus corpus, Report report)
{
    private const int OneForTheServerIn = 100;

    /// <summary>What test.sh looks for in logs, where a user's id may stand: such users do not connect.</summary>
    private static readonly string[] Private = ["v=0", "sdp", "candidate:", "$", " name", "_username", "images.test"];

    private static readonly TokenReader[] Readers =
    [
        new(TokenMaker.Settings, TimeProvider.System),
        new(TokenMaker.Settings with { RequireExpiration = false }, TimeProvider.System),
        new(TokenMaker.Settings with { Issuer = "https://right.test", Audience = "calls" }, TimeProvider.System),
        new(
            TokenMaker.Settings with { PublicKeys = [new RsaTokenKey(TokenMaker.Rsa), new EllipticCurveTokenKey(TokenMaker.Curve)] },
            TimeProvider.System),
    ];

    /// <param name="server">Null where none is to be asked.</param>
    public async Task RunAsync(int tokens, FuzzServer? server)
    {
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, tokens, async (number, _) =>
        {
            if (!report.HasEnough)
            {
                await RunCaseAsync(new(Case.Tokens, report.Seed, number), number % OneForTheServerIn == 0 ? server : null);
            }
        });
        Report.Finished("tokens", tokens, Stopwatch.GetElapsedTime(begun));
    }

    public async Task RunCaseAsync(Case @case, FuzzServer? server)
    {
        try
        {
            var script = new TokenScript(corpus, @case);
            report.Count("tokens");
            var readings = Array.ConvertAll(Readers, reader => Read(reader, script.Token));
            foreach (var accepted in readings.OfType<TokenReading.Accepted>())
            {
                Check(@case, script.Token, accepted);
            }

            if (script.IsGood && readings[0] is not TokenReading.Accepted)
            {
                report.Find(@case, $"a good token is refused: {readings[0]}");
            }

            if (server is not null)
            {
                await server.DuringAsync(@case, () => AskAsync(@case, script.Token, readings[0], server));
            }
        }
#pragma warning disable CA1031 // Any exception is what we look for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            report.Find(@case, $"an exception: {error}");
        }
    }

    private TokenReading Read(TokenReader reader, string token)
    {
        var reading = reader.ReadAsync(token, CancellationToken.None).AsTask();
        if (!reading.IsCompleted)
        {
            throw new InvalidOperationException("a token is waited for, and no provider is there to ask");
        }

        var read = reading.GetAwaiter().GetResult();
        report.Count(read is TokenReading.Refused refused ? $"tokens refused: {refused.Fault}" : "tokens accepted");
        return read;
    }

    /// <summary>That what was accepted is signed, is not over, and is of the user that its claims name.</summary>
    private void Check(Case @case, string token, TokenReading.Accepted accepted)
    {
        var parts = Array.ConvertAll(token.Split('.')[..2], part => JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part)));
        if (!TokenMaker.IsSigned(token, parts[0].RootElement.GetProperty("alg").GetString()!))
        {
            report.Find(@case, $"a token that nobody signed is accepted: {Shown.Of(token)}");
        }

        if (!UserId.IsValid(accepted.User.Id.Value)
            || parts[1].RootElement.GetProperty("hash").GetString() != accepted.User.Id.Value
            || accepted.Expires <= DateTimeOffset.UtcNow)
        {
            report.Find(@case, $"a token is accepted as {accepted}: {Shown.Of(token)}");
        }
    }

    private async Task AskAsync(Case @case, string token, TokenReading reading, FuzzServer server)
    {
        if (reading is TokenReading.Accepted { User.Id.Value: var user }
            && Private.Any(word => user.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var inHeader = token.All(letter => letter is > ' ' and < '\x7f');
        var path = inHeader ? "/ws" : $"/ws?token={Uri.EscapeDataString(token)}";
        var request = $"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{(inHeader ? $"Authorization: Bearer {token}\r\n" : "")}\r\n";
        var status = await HttpAnswer.ToAsync(server.Port, System.Text.Encoding.ASCII.GetBytes(request));
        report.Count(string.Create(CultureInfo.InvariantCulture, $"tokens to the server: {status}"));
        var expected = reading is TokenReading.Accepted ? 101 : 401;

        // The request line and the headers have limits of their own.
        if (status != expected && !(status is 414 or 431 && token.Length > 10_000))
        {
            report.Find(@case, $"the server answers {status} and not {expected} to {Shown.Of(token)}");
        }
    }
}
