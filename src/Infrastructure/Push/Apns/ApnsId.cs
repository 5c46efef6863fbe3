using System.Security.Cryptography;
using System.Text;
using Goring.Application.Push;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>
/// The <c>apns-id</c> of a push: made from what is pushed and to which device, so every retry of it carries the same
/// one, from whichever instance it comes, and Apple's delivery log shows them together.
/// </summary>
internal static class ApnsId
{
    private const int UuidBytes = 16;

    /// <summary>A UUID of version 8 (RFC 9562: of the maker's own contents), in lower case as Apple asks.</summary>
    public static string Of(Device device, PushMessage message)
    {
        var name = $"{PushWords.ToWire(message.Kind)}\n{message.Session.Value}\n{device.Token}";
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, UuidBytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
