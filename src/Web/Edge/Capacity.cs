using Goring.Web.Configuration;

namespace Goring.Web.Edge;

/// <summary>
/// How the descriptors of the process are shared out. Each connection takes one, and a process that has none left can
/// open no file, reach no Redis and answer no health probe.
/// </summary>
/// <param name="Sockets">WebSockets, of calls and rooms together.</param>
/// <param name="Waiting">
/// Connections on which no request runs: newcomers that have not said what they want, and idle ones that may ask again.
/// </param>
/// <param name="Requests">What Kestrel takes beyond the waiting ones before it turns connections away unseen.</param>
/// <param name="Descriptors">What the system grants.</param>
internal sealed record Capacity(int Sockets, int Waiting, int Requests, int Descriptors)
{
    public const string VariableName = "MAX_CONNECTIONS";

    /// <summary>A waiting connection takes some 10 KiB: what a flood of them may take of memory is bounded too.</summary>
    private const int MostWaiting = 4096;

    private const int MostRequests = 1024;

    /// <summary>Files, Redis, push services, and what .NET itself has open.</summary>
    private const int MostReserved = 512;

    /// <summary>Whether every socket has a descriptor. One that has none is never accepted, and waits in the kernel.</summary>
    public bool Fits => Sockets <= RoomFor(Descriptors);

    public static Capacity Read(SettingsReader reader, int descriptors) => new(
        reader.Number(VariableName, RoomFor(descriptors), 1, 10_000_000),
        WaitingOf(descriptors),
        RequestsOf(descriptors),
        descriptors);

    private static int RoomFor(int descriptors) => Math.Max(
        1,
        descriptors - WaitingOf(descriptors) - RequestsOf(descriptors) - Math.Min(MostReserved, descriptors / 8));

    private static int WaitingOf(int descriptors) => Math.Clamp(descriptors / 8, 16, MostWaiting);

    private static int RequestsOf(int descriptors) => Math.Clamp(descriptors / 16, 16, MostRequests);
}
