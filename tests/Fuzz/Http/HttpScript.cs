using System.Text;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Tokens;

namespace Goring.Fuzz.Http;

/// <summary>The request of one case.</summary>
internal sealed class HttpScript
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"];

    private static readonly string[] Paths =
    [
        "/", "/health", "/health/ready", "/health/live", "/ws", "/connect", "/calls/$id", "/calls/$id",
        "/calls/$id/reject", "/calls/$id/reject", "/room/$id", "/dev/token", "/$id", "/assets/$id", "/index.html", "*",
    ];

    private static readonly string[] Endpoints = ["/ws", "/ws", "/connect", "/ws/", "//ws", "/WS"];

    private static readonly string[] Ids =
    [
        "a", "s", "00000000-0000-4000-8000-000000000000", "..", "%2e%2e%2f", "%00", "%ff%fe", "%ed%a0%80", "%", "%zz", "%u0041",
        "%E2%80%AE", "a%0d%0ab", "%2F", "//", "\\", "{id}", "~", ";a=b", "'\"<>", "+", "-1", "9223372036854775808",
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "9223372036854775807", "9223372036854775808", "1e9", "%00", "%ff", "%ed%a0%80", "a&a=b", "[]", "null",
        "true", "ring~1~AAAA~s", "ring~99999999999999999999~A~a", "e30.e30.e30", "..", "%F0%9F%98%80", "%", "#", "=",
    ];

    private static readonly string[] Queries = ["token", "resume", "last_seq", "last_seq", "user", "name", "id", "resume[]", "", "TOKEN"];

    private static readonly string[] Headers =
    [
        "Authorization: Bearer $value", "Authorization: bearer  $value", "Authorization: Basic $value", "Authorization:",
        "Authorization: Bearer $token", "Authorization: Bearer $token", "Authorization: Bearer $token\r\nAuthorization: Bearer $value",
        "Origin: $value", "Origin: null", "Origin: https://app.test", "Access-Control-Request-Method: $value",
        "Access-Control-Request-Headers: authorization, $value", "Accept-Encoding: gzip;q=$value", "Accept-Encoding: gzip, ,,;q=9",
        "If-None-Match: $value", "If-None-Match: \"a\", W/\"b\"", "If-Modified-Since: $value", "Range: bytes=$value-", "Range: bytes=0-,1-2,-9",
        "Cookie: a=$value", "X-Forwarded-For: $value", "X-Forwarded-For: 127.0.0.1, [::1]:99999", "X-Forwarded-Proto: $value",
        "Forwarded: for=$value", "Content-Type: $value", "Expect: 100-continue", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip",
        "Content-Length: $value", "Connection: close", "Connection: $value", "Upgrade: h2c", "traceparent: 00-$value-1-01",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate: $value", "baggage: a=$value",
        "Host: $value", "Host: a b", "X: $long", "$long: x", "Sec-WebSocket-Protocol: bearer.$value, goring.v1",
    ];

    private static readonly string[] Upgrade =
        ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="];

    private static readonly string[] OddUpgrade =
    [
        "Sec-WebSocket-Version: $value", "Sec-WebSocket-Key: $value", "Sec-WebSocket-Key: AAAA", "Upgrade: WebSocket, $value",
        "Sec-WebSocket-Protocol: goring.v1, goring, $value", "Sec-WebSocket-Protocol: ,,", "Sec-WebSocket-Protocol: bearer.$token",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=$value", "Sec-WebSocket-Extensions: $value",
    ];

    private readonly Corpus _corpus;

    public HttpScript(Corpus corpus, Case @case)
    {
        _corpus = corpus;
        Random = new(@case);
        var request = Make();
        IsBroken = Random.Chance(25);
        Request = IsBroken ? Mutator.Bytes(request, Random) : request;
    }

    public CaseRandom Random { get; }

    public byte[] Request { get; }

    /// <summary>Whether its bytes were changed: it may have no end, and no answer.</summary>
    public bool IsBroken { get; }

    private byte[] Make()
    {
        var body = Random.Chance(30) ? new Mutator(_corpus).Frame(_corpus.Calls, Random) : [];
        var upgrades = Random.Chance(40);
        var (method, path) = upgrades && Random.Chance(90)
            ? ("GET", Random.Pick(Endpoints))
            : (Random.Pick(Methods), Random.Pick(Paths).Replace("$id", Id(), StringComparison.Ordinal));
        var lines = new StringBuilder($"{method} {path}{Query()} HTTP/1.1\r\n");
        if (Random.Chance(95))
        {
            Line(lines, "Host: a");
        }

        if (Random.Chance(50))
        {
            Line(lines, "Authorization: Bearer $token");
        }

        if (upgrades)
        {
            var left = Random.Chance(80) ? -1 : Random.Below(Upgrade.Length);
            foreach (var header in Upgrade.Where((_, number) => number != left))
            {
                Line(lines, header);
            }

            Line(lines, Random.Chance(60) ? "Sec-WebSocket-Protocol: goring.v1" : Random.Pick(OddUpgrade));
        }

        for (var more = Random.Below(3); more > 0; more--)
        {
            Line(lines, Random.Pick(Headers));
        }

        if (body.Length > 0)
        {
            Line(lines, $"Content-Length: {body.Length}");
        }

        return [.. Encoding.UTF8.GetBytes(lines.Append("\r\n").ToString()), .. body];
    }

    private string Id() => Random.Below(10) switch
    {
        0 => new string('x', Random.Pick(new[] { 127, 128, 129, 300, 5000, 19_000, 25_000 })),
        1 or 2 => Random.Word(1 + Random.Below(40)),
        _ => Random.Pick(Ids),
    };

    private string Query() => Random.Chance(50)
        ? ""
        : $"?{string.Join('&', Enumerable.Range(0, 1 + Random.Below(3)).Select(_ => $"{Random.Pick(Queries)}={Value()}"))}";

    private string Value() => Random.Chance(15) ? TokenMaker.Good("fuzz-http") : Random.Pick(Values);

    private void Line(StringBuilder lines, string header) => lines.Append(header
        .Replace("$value", Random.Pick(Values), StringComparison.Ordinal)
        .Replace("$token", TokenMaker.Good("fuzz-http"), StringComparison.Ordinal)
        .Replace("$long", new string('x', Random.Pick(new[] { 1000, 16_000, 40_000 })), StringComparison.Ordinal)).Append("\r\n");
}
