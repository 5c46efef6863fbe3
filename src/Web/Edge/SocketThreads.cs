using System.Globalization;
using Goring.Web.Configuration;
using Goring.Web.Tls;

namespace Goring.Web.Edge;

/// <summary>
/// On which threads what arrives is handled. .NET hands each completion of a socket from the thread that waits for sockets
/// to the thread pool, and Kestrel hands it on once more; for messages as short as ours that costs more than the messages.
/// Where nothing in the process waits for a socket they are handled on the thread that heard of them
/// (docs/decisions/0083).
/// </summary>
internal static class SocketThreads
{
    /// <summary>Documented with .NET's environment variables; read when the process opens its first socket.</summary>
    private const string InlineName = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string CountName = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>Whether a request begins on a thread that others wait for.</summary>
    public static bool AreShared { get; private set; }

    /// <summary>
    /// Chooses, for a process of our own that has not opened a socket yet. What its operator has chosen stays.
    /// </summary>
    public static void Choose(WebApplicationBuilder builder)
    {
        var settings = GoringSettings.Read(builder.Configuration, builder.Environment);
        if (Environment.GetEnvironmentVariable(InlineName) is not null
            || !WaitForNobody(settings, TlsSettings.Read(new SettingsReader(builder.Configuration))))
        {
            return;
        }

        var count = CountFor(Environment.ProcessorCount, settings.Redis is null);
        Environment.SetEnvironmentVariable(InlineName, "1");
        Environment.SetEnvironmentVariable(CountName, count.ToString(CultureInfo.InvariantCulture));
        SendAfterPolls(count);
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        AreShared = true;
    }

    /// <summary>
    /// Whether nothing in the process but clients and Redis has sockets, and none of them TLS. A client of an HTTPS service may wait
    /// for one socket on the thread of another, which nobody would wake, and so may whoever looks for the certificates behind one;
    /// the arithmetic of a TLS handshake would keep everybody's messages waiting.
    /// </summary>
    public static bool WaitForNobody(GoringSettings settings, TlsSettings? tls) =>
        settings is { Redis: null or { Tls: false }, Push: { Fcm: null, Apns: null }, Telemetry: null, Tokens.Authority: null } && tls is null;

    /// <summary>
    /// Each reads, handles and sends, and with the embedded store there is nothing else to do. On Redis one for two processors: the
    /// others do what time brings and what was published, and are Redis's where it is on the same machine.
    /// </summary>
    public static int CountFor(int processors, bool embedded) => embedded ? processors : Math.Max(1, processors / 2);

    /// <summary>.NET gives the sockets of a process to its threads in turns, so that each gets one of these.</summary>
    private static void SendAfterPolls(int threads)
    {
        for (var i = 0; i < threads; i++)
        {
            AfterPoll? poll = null;
            _ = SelfSocket.TryOpen(self =>
            {
                poll ??= new(self.TrySignal);
                if (poll.TryClaimThread())
                {
                    poll.Flush();
                }
                else
                {
                    self.Dispose();
                }
            })?.TrySignal();
        }
    }
}
