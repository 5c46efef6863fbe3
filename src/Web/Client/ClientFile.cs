using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Goring.Web.Client;

/// <summary>
/// A file of the web client, read and compressed once: all of them together are a few hundred kilobytes, and a request
/// costs no disk.
/// </summary>
/// <param name="Name">Its path in the client's folder, with forward slashes.</param>
/// <param name="Tag">Weak: it is the same for both codings.</param>
/// <param name="Gzipped">Null where that saves nothing: pictures are compressed already.</param>
internal sealed record ClientFile(
    string Name, string ContentType, string CacheControl, EntityTagHeaderValue Tag, byte[] Plain, byte[]? Gzipped)
{
    public const string PageName = "index.html";

    /// <summary>Vite puts a hash of the content into every name in this folder: such a file never changes.</summary>
    private const string HashedFolder = "assets/";

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public static ClientFile Read(string name, byte[] content)
    {
        var type = ContentTypes.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        var gzipped = Compress(content);
        return new(
            name,
            type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type,
            name.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache",
            new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"", isWeak: true),
            content,
            gzipped.Length < content.Length ? gzipped : null);
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
